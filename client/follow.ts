import { EventSourceParserStream } from 'eventsource-parser/stream';
import * as z from 'zod';
import { expectGood, RunletError } from './runlet-error.ts';
import type { Fetch } from './types.ts';

/** Connections in a row that may fail or bring nothing before a stream is given up: with the pauses between them about 20 seconds. */
const attempts = 8;
const ended = z.object({ type: z.literal('end') });

/** Follows a stream of events to its event `end`. A dropped connection, or a server that closes early as API gateways must, is resumed
 *  behind the last event that was heard.
 *  @throws RunletError what the server refuses; `unreachable` when it does not answer, at once or eight times in a row when resuming. */
export async function* follow<S extends z.ZodType>(
  send: Fetch,
  request: (headers: Record<string, string>) => Request,
  schema: S,
  signal?: AbortSignal,
): AsyncGenerator<z.output<S>, void, void> {
  let lastId = '';
  let opened = false;
  for (let failed = 0; ; failed += 1) {
    if (failed > attempts)
      throw new RunletError({
        code: 'unreachable',
        status: 0,
        detail: 'The server ends the stream of events each time before it says anything.',
      });
    if (opened) await pause(Math.min(50 * 2 ** failed, 5000), signal);
    const headers = { accept: 'text/event-stream', ...(lastId === '' ? {} : { 'last-event-id': lastId }) };
    const stream = await connect(send, request(headers), opened && failed < attempts);
    opened = true;
    for await (const message of stream === null
      ? []
      : heard(stream, () => {
          failed = 0;
        })) {
      if (message.id) lastId = message.id;
      const event = schema.parse({ type: message.event, data: JSON.parse(message.data) });
      yield event;
      if (ended.safeParse(event).success) return;
    }
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

/** The messages up to the end of the connection, however it ends; a comment is a sign of life too. */
async function* heard(stream: ReadableStream<Uint8Array<ArrayBuffer>>, onLife: () => void) {
  try {
    for await (const message of stream
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream({ onComment: onLife }))) {
      onLife();
      yield message;
    }
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
