import { RunletError } from './runlet-error.ts';
import type { ClientOptions, Fetch } from './types.ts';

/** Sends requests over the network, or through the app in memory.
 *  @throws RunletError `unreachable` when nothing answers; what the caller's own signal says when it aborts. */
export function sender(options: ClientOptions): Fetch {
  const send = options.fetch ?? ((request: Request) => fetch(request));
  return async (request) => {
    try {
      return await send(request);
    } catch (error) {
      if (request.signal.aborted) throw error;
      throw new RunletError({
        code: 'unreachable',
        status: 0,
        detail: `No server answers at ${new URL(request.url).origin}${reason(error)}; \`runlet start\` starts one.`,
      });
    }
  };
}

/** fetch says only "fetch failed"; what happened stands in the cause. */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && cause.message ? ` (${cause.message})` : '';
}
