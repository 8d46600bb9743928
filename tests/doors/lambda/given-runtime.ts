import { PassThrough } from 'node:stream';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { Observer } from '../../../functions/doors/lambda/observer.ts';

/** What a function answered through the runtime's stream. */
export interface Streamed {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  /** The chunks of the body, each with its milliseconds since the call. */
  chunks: { at: number; text: string }[];
}

const prelude = z.object({ statusCode: z.int(), headers: z.record(z.string(), z.string()) });
const preludes = new WeakMap<object, z.infer<typeof prelude>>();

/** AWS's runtime in so far as a door asks for it while its module is loaded; the real one is played against in tests/aws/lambda-runtime. */
const runtime = {
  streamifyResponse: (handler: unknown) => handler,
  HttpResponseStream: {
    from(stream: PassThrough, told: unknown) {
      preludes.set(stream, prelude.parse(told));
      return stream;
    },
  },
};
Object.assign(globalThis, { awslambda: runtime });

/** What the runtime tells of one call. @param remainingMs what is left of the function's time. */
export function givenContext(remainingMs = 60_000): Context {
  const until = Date.now() + remainingMs;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'runlet-things',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:runlet-things',
    memoryLimitInMB: '512',
    awsRequestId: '8f5c3a52-0000-4000-8000-3f3f3f3f3f3f',
    logGroupName: '/aws/lambda/runlet-things',
    logStreamName: '2026/11/21/[$LATEST]abcdef',
    getRemainingTimeInMillis: () => until - Date.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

const streaming = z.custom<(event: unknown, stream: PassThrough, context: Context) => Promise<void>>(
  (value) => typeof value === 'function',
);

/** Calls a streaming handler as the runtime does. @param gone closes the stream after so many milliseconds, as when the caller went away. */
export async function call(handler: unknown, event: unknown, { context = givenContext(), goneMs = 0 } = {}): Promise<Streamed> {
  const stream = new PassThrough();
  const began = Date.now();
  const chunks: Streamed['chunks'] = [];
  stream.on('data', (chunk: Buffer) => chunks.push({ at: Date.now() - began, text: chunk.toString() }));
  if (goneMs > 0) setTimeout(() => stream.destroy(new Error('the caller is gone')), goneMs);
  const answered = streaming.parse(handler)(event, stream, context);
  if (goneMs > 0) await answered.catch(() => null);
  else await answered;
  const told = preludes.get(stream) ?? { statusCode: 0, headers: {} };
  return { ...told, chunks: chunks.filter(({ text }) => text !== ''), body: chunks.map(({ text }) => text).join('') };
}

interface Seen {
  begun: number;
  ended: number;
  logged: { level: string; message: string; facts: Record<string, string | number> }[];
}

/** An observer that remembers. */
export function givenObserver(): { observer: Observer; seen: Seen } {
  const seen: Seen = { begun: 0, ended: 0, logged: [] };
  const observer: Observer = {
    begin: () => {
      seen.begun += 1;
    },
    log: (level, message, facts) => {
      seen.logged.push({ level, message, facts });
    },
    end: () => {
      seen.ended += 1;
    },
  };
  return { observer, seen };
}
