import * as z from 'zod';
import { closedHeaders } from './closed-headers.ts';

const eventAnswer = z.union([
  z.object({ comment: z.string() }),
  z.object({ id: z.string().optional(), event: z.object({ type: z.string(), data: z.unknown() }) }),
]);

const iterable = z.custom<AsyncIterable<unknown>>((value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value);

/** Server-sent events of what an operation yields, one at a time as the reader takes them. When the reader is gone, or the signal aborts,
 *  the iterator's `return()` is called. An error within goes to `onFault` and breaks the stream; a client then resumes by Last-Event-ID. */
export function eventStream(value: unknown, signal: AbortSignal, onFault: (error: unknown) => void): Response {
  const iterator = iterable.parse(value)[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let gone = false;
  const stop = () => {
    gone = true;
    void iterator.return?.().catch(onFault);
  };
  signal.addEventListener('abort', stop, { once: true });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (!next.done) return controller.enqueue(encoder.encode(eventText(next.value)));
        signal.removeEventListener('abort', stop);
        controller.close();
      } catch (error) {
        if (!gone) onFault(error);
        controller.error(error);
      }
    },
    cancel: stop,
  });
  return new Response(body, { status: 200, headers: { ...closedHeaders, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' } });
}

/** One event in the form of the HTML standard; JSON has no raw line ends, so `data` is always one line. */
function eventText(value: unknown): string {
  const answer = eventAnswer.parse(value);
  if ('comment' in answer) return `: ${answer.comment.replaceAll(/[\r\n]+/g, ' ')}\n\n`;
  const id = answer.id === undefined ? '' : `id: ${answer.id}\n`;
  return `${id}event: ${answer.event.type}\ndata: ${JSON.stringify(answer.event.data ?? null)}\n\n`;
}
