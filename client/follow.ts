import { EventSourceParserStream } from 'eventsource-parser/stream';
import * as z from 'zod';
import { expectGood, RunletError } from './runlet-error.ts';
import type { Fetch } from './types.ts';

/** Refusals in a row after which a stream that was once open is given up: with the pauses between them about 20 seconds. */
const attempts = 8;
const ended = z.object({ type: z.literal('end') });

/** Follows a stream of events to its event `end`. A dropped connection, or a server that closes early as API gateways must, is resumed
 *  behind the last event that was heard.
 *  @throws RunletError what the server refuses; `unreachable` when it does not answer, at once or eight times in a row when resuming. */
export async function* follow<S extends z.ZodType>(
  send: Fetch, request: (headers: Record<string, string>) => Request, schema: S, signal?: AbortSignal,
): AsyncGenerator<z.output<S>, void, void> {
  let lastId = '';
  let left = 0;
  for (;;) {
    const headers = { accept: 'text/event-stream', ...(lastId === '' ? {} : { 'last-event-id': lastId }) };
    const stream = await connect(send, request(headers), left > 0);
    left = stream === null ? left - 1 : attempts;
    for await (const message of stream === null ? [] : heard(stream)) {
      if (message.id) lastId = message.id;
      const event = schema.parse({ type: message.event, data: JSON.parse(message.data) });
      yield event;
      if (ended.safeParse(event).success) return;
    }
    await pause(Math.min(100 * 2 ** (attempts - left), 5000), signal);
  }
}

/** The stream, or null when it is worth trying again. */
async function connect(send: Fetch, request: Request, mayRetry: boolean): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
  try {
    return (await expectGood(await send(request))).body;
  } catch (error) {
    if (mayRetry && error instanceof RunletError && (error.status === 0 || error.status >= 500)) return null;
    throw error;
  }
}

/** The messages up to the end of the connection, however it ends. */
async function* heard(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  try {
    yield* stream.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  } catch {
    return;
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
  signal?.throwIfAborted();
}
