import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { understand } from './calls.ts';
import type { Call } from './calls.ts';

/** What is to happen to calls instead of their being passed on. */
export const fault = z.strictObject({
  /** Pattern of what the call is: `<service> <operation> <resources> by <function>`, as `describe` makes it. */
  match: z.string(),
  /** Text that the body must hold, such as the id of the run that is meant. */
  holds: z.string().optional(),
  kind: z.enum([
    'refuse', // the connection ends before an answer
    'cut', // the connection ends when half of the body has been passed on
    'throttle', // what DynamoDB answers when it is asked too much
    'unavailable', // 503
    'lose-answer', // the call is made, and its answer is lost
    'replace', // the call is made with other words in its body
  ]),
  /** For `replace`: which words, and what they become. */
  words: z.strictObject({ from: z.string(), to: z.string() }).optional(),
  /** So many calls; all that come when left out. */
  times: z.int().optional(),
});
export type Fault = z.infer<typeof fault>;

/** Faults of one who set them, so that tests at the same time keep out of each other's way. */
type Faults = Map<string, Fault[]>;

/** The line between the deployed program and the emulator: all that functions, runners and people ask of AWS goes over it. */
export interface Line {
  url: string;
  close(): Promise<void>;
}

const throttled = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  message: 'The level of configured provisioned throughput for the table was exceeded.',
});

/** Opens the line on this port. Tests in other processes ask it `GET /__line/calls?since=<ms>` and set their own faults by `PUT /__line/faults/<who>`. */
export async function openLine(port: number, upstream: () => string): Promise<Line> {
  const calls: Call[] = [];
  const faults: Faults = new Map();
  const server = createServer((incoming, answer) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (url.pathname.startsWith('/__line/')) control(url, incoming, answer, calls, faults);
    else pass(url, incoming, answer, upstream(), calls, faults);
  });
  server.requestTimeout = 0;
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** A call in one line, against which the patterns of faults are held. */
export function describe(call: Omit<Call, 'status' | 'at'>): string {
  return `${call.service} ${call.operation} ${call.uses.map(({ resource }) => resource).join(' ')} by ${call.by ?? 'nobody'}`;
}

function control(url: URL, incoming: IncomingMessage, answer: ServerResponse, calls: readonly Call[], faults: Faults): void {
  if (url.pathname === '/__line/calls') {
    const since = Number(url.searchParams.get('since') ?? 0);
    answer.end(JSON.stringify(calls.filter(({ at }) => at >= since)));
    return;
  }
  const parts: Buffer[] = [];
  incoming.on('data', (part: Buffer) => parts.push(part));
  incoming.on('end', () => {
    faults.set(url.pathname, z.array(fault).parse(JSON.parse(Buffer.concat(parts).toString('utf8'))));
    answer.end();
  });
}

function pass(url: URL, incoming: IncomingMessage, answer: ServerResponse, upstream: string, calls: Call[], faults: Faults): void {
  const parts: Buffer[] = [];
  incoming.on('data', (part: Buffer) => parts.push(part));
  incoming.on('end', () => {
    const body = Buffer.concat(parts);
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const call = {
      ...understand({ method: incoming.method ?? 'GET', url, headers, body }),
      at: Date.now(),
      status: 0,
    };
    calls.push(call);
    const { kind: hit, words } = due(faults, describe(call), body) ?? { kind: null };
    if (hit === 'refuse') incoming.socket.destroy();
    else if (hit === 'throttle') answer.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(throttled);
    else if (hit === 'unavailable') answer.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"Service Unavailable"}');
    else forward(incoming, answer, upstream, replaced(body, words), { hit, told: (status) => (call.status = status) });
  });
}

function replaced(body: Buffer, words: Fault['words']): Buffer {
  return words === undefined ? body : Buffer.from(body.toString('utf8').replaceAll(words.from, words.to));
}

/** The first fault that fits, counted. */
function due(faults: Faults, what: string, body: Buffer): Fault | null {
  const fits = ({ match, holds = '', times }: Fault) => times !== 0 && new RegExp(match).test(what) && body.includes(holds);
  const found = Array.from(faults.values()).flat().find(fits);
  if (found?.times !== undefined) found.times--;
  return found ?? null;
}

interface Passing {
  hit: Fault['kind'] | null;
  told: (status: number) => void;
}

function forward(incoming: IncomingMessage, answer: ServerResponse, upstream: string, body: Buffer, { hit, told }: Passing): void {
  const { 'transfer-encoding': _chunked, expect: _answeredHere, ...headers } = incoming.headers;
  const options = { method: incoming.method, headers: { ...headers, 'content-length': String(body.length) } };
  const onward = request(new URL(incoming.url ?? '/', upstream), options, (given) => {
    told(given.statusCode ?? 0);
    if (hit === 'lose-answer') {
      given.resume();
      given.on('end', () => incoming.socket.destroy());
      return;
    }
    answer.writeHead(given.statusCode ?? 500, given.headers);
    answer.flushHeaders();
    given.pipe(answer);
  });
  onward.on('error', () => incoming.socket.destroy());
  answer.on('close', () => onward.destroy());
  if (hit === 'cut') onward.write(body.subarray(0, body.length >> 1), () => (onward.destroy(), incoming.socket.destroy()));
  else onward.end(body);
}
