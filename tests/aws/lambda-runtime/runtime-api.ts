import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import * as z from 'zod';

/** What a function answered, as Lambda hears it. `chunks` are told with their milliseconds since the call. */
export interface Answered {
  streamed: boolean;
  type: string;
  chunks: { at: number; bytes: Buffer }[];
  /** By which name and with which text it failed; null when it did not. */
  error: { name: string; message: string } | null;
}

/** The Runtime API for one function (AWS docs: "Using the Lambda runtime API"). */
export interface RuntimeApi {
  address: string;
  /** When the function first asked for work, by `performance.now()`. @throws Error when it could not be loaded, with its own words. */
  ready: Promise<number>;
  /** Hands it one event. @param goneMs breaks the line to Lambda after so many milliseconds, as when the caller is gone. */
  invoke(event: unknown, options?: { remainingMs?: number; goneMs?: number }): Promise<Answered>;
  close(): Promise<void>;
}

interface Call {
  event: unknown;
  remainingMs: number;
  goneMs: number;
  began: number;
  answered: (answer: Answered) => void;
}

const failure = z.object({ errorType: z.string(), errorMessage: z.string() });

/** Opens a Runtime API on a free port. */
export async function openRuntimeApi(): Promise<RuntimeApi> {
  const loaded = Promise.withResolvers<number>();
  loaded.promise.catch(() => undefined);
  const waiting: Call[] = [];
  const calls = new Map<string, Call>();
  let asked: ServerResponse | null = null;
  const hand = () => {
    const call = asked ? waiting.shift() : undefined;
    if (!asked || !call) return;
    const id = `call-${calls.size + 1}`;
    calls.set(id, call);
    call.began = performance.now();
    asked.writeHead(200, headersOf(id, call.remainingMs)).end(JSON.stringify(call.event));
    asked = null;
  };
  const server = createServer((request, response) => {
    const [, id = '', what = ''] = /\/runtime\/(?:invocation\/)?([^/]+)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      loaded.resolve(performance.now());
      asked = response;
      hand();
    } else if (id === 'init') void initFailed(request, response, loaded.reject);
    else void take(request, response, calls.get(id), what);
  });
  return {
    address: await listen(server),
    ready: loaded.promise,
    invoke: async (event, { remainingMs = 60_000, goneMs = 0 } = {}) => {
      const { promise, resolve } = Promise.withResolvers<Answered>();
      waiting.push({ event, remainingMs, goneMs, began: 0, answered: resolve });
      hand();
      return promise;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

function headersOf(id: string, remainingMs: number): Record<string, string> {
  return {
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': String(Date.now() + remainingMs),
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:under-test',
    'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
  };
}

async function initFailed(request: IncomingMessage, response: ServerResponse, reject: (error: Error) => void): Promise<void> {
  const { errorType, errorMessage } = failure.parse(JSON.parse(String(Buffer.concat(await request.toArray()))));
  response.writeHead(202).end();
  reject(new Error(`${errorType}: ${errorMessage}`));
}

async function take(request: IncomingMessage, response: ServerResponse, call: Call | undefined, what: string): Promise<void> {
  const chunks: Answered['chunks'] = [];
  const began = call?.began ?? 0;
  if (call && call.goneMs > 0) setTimeout(() => request.destroy(), Math.max(0, call.goneMs - (performance.now() - began)));
  try {
    for await (const chunk of request) chunks.push({ at: performance.now() - began, bytes: z.instanceof(Buffer).parse(chunk) });
  } catch {
    // The line was broken on purpose; what had come until then is the answer.
  }
  response.writeHead(202).end();
  const streamed = request.headers['lambda-runtime-function-response-mode'] === 'streaming';
  const error = what === 'error' ? failureIn(Buffer.concat(chunks.map(({ bytes }) => bytes))) : trailer(request);
  call?.answered({ streamed, type: request.headers['content-type'] ?? '', chunks, error });
}

/** A stream that has begun tells its error behind its last chunk. */
function trailer(request: IncomingMessage): Answered['error'] {
  const body = request.trailers['lambda-runtime-function-error-body'];
  return body === undefined ? null : failureIn(Buffer.from(body, 'base64'));
}

function failureIn(body: Buffer): Answered['error'] {
  const { errorType, errorMessage } = failure.parse(JSON.parse(body.toString()));
  return { name: errorType, message: errorMessage };
}
