import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { freePort } from '../stand-ins/server.ts';

/** What may happen to a request: the connection is cut while its body or its answer is under way, or S3 asks for patience. */
export type Fault = 'cut-body' | 'cut-answer' | 'slow-down';

/** A line to S3 that can be made to fail. */
export interface FaultyLine {
  url: string;
  /** Requests that came, as `PUT /bucket/key?query`. */
  seen: string[];
  /** Lets requests that match fail so, so many times. */
  fail(matching: RegExp, fault: Fault, times?: number): void;
  /** Lets all pass again. */
  heal(): void;
  close(): void;
}

const slowDown =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';

export async function faultyLine(target: string): Promise<FaultyLine> {
  const port = await freePort();
  const seen: string[] = [];
  let plan: { matching: RegExp; fault: Fault; times: number } | null = null;
  const server = createServer((incoming, answer) => {
    const asked = `${incoming.method} ${incoming.url}`;
    seen.push(asked);
    const fault = plan !== null && plan.times > 0 && plan.matching.test(asked) ? plan.fault : null;
    if (plan !== null && fault !== null) plan.times--;
    if (fault === 'cut-body') incoming.once('data', () => incoming.socket.destroy());
    else if (fault === 'slow-down') answer.writeHead(503, { 'content-type': 'application/xml' }).end(slowDown);
    else forward(target, incoming, answer, fault === 'cut-answer');
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    fail: (matching, fault, times = Number.POSITIVE_INFINITY) => {
      plan = { matching, fault, times };
    },
    heal: () => {
      plan = null;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function forward(target: string, incoming: IncomingMessage, answer: ServerResponse, cut: boolean): void {
  const { method, url = '/', headers } = incoming;
  const { expect: _answeredHere, ...others } = headers;
  const onward = request(new URL(url, target), { method, headers: others }, (given) => {
    answer.writeHead(given.statusCode ?? 500, given.headers);
    if (cut) given.once('data', (part: Buffer) => answer.write(part.subarray(0, 10), () => answer.destroy()));
    else given.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  incoming.on('error', () => onward.destroy());
  incoming.pipe(onward);
}
