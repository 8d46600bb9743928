import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { createClients } from '../../../functions/aws/clients/index.ts';
import type { Clients } from '../../../functions/aws/clients/index.ts';

/** A request as AWS would have read it: the action of the AWS JSON protocol (header `x-amz-target`), or method and path, and its body, byte for byte and read. */
export interface Recorded {
  action: string;
  text: string;
  body: unknown;
}

export type Answer = { status: number; body: Record<string, unknown> };

/** Stands where AWS would: writes down every request and answers as it was told. */
export interface AwsRecorder {
  clients: Clients;
  /** Where it listens, for a client of a test's own. */
  endpoint: string;
  requests: Recorded[];
  /** The bodies of the requests for an action. */
  sent(action: string): unknown[];
  /** Next answers to an action, in order; the last is given from then on. One may be worked out from the request's body. */
  answers(action: string, ...answers: (Answer | ((body: unknown) => Answer))[]): void;
  close(): Promise<void>;
}

/** An answer that succeeded. */
export function ok(body: Record<string, unknown> = {}): Answer {
  return { status: 200, body };
}

/** A fault as the AWS JSON protocol says it (AWS docs: `__type` names the fault). */
export function fault(name: string, message = 'no more is said', more: Record<string, unknown> = {}, status = 400): Answer {
  return { status, body: { __type: `com.amazonaws.service#${name}`, message, ...more } };
}

const bound = z.object({ port: z.number() });

export async function startRecorder(): Promise<AwsRecorder> {
  const requests: Recorded[] = [];
  const told = new Map<string, (Answer | ((body: unknown) => Answer))[]>();
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const recorded = await read(request);
    requests.push(recorded);
    const answers = told.get(recorded.action) ?? [];
    const next = (answers.length > 1 ? answers.shift() : answers[0]) ?? fault('UnknownOperationException', recorded.action);
    const answer = typeof next === 'function' ? next(recorded.body) : next;
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer.body));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${bound.parse(server.address()).port}`;
  const credentials = { accessKeyId: 'recorded', secretAccessKey: 'recorded' };
  return {
    clients: createClients({ endpoint, region: 'us-east-1', credentials }),
    endpoint,
    requests,
    sent: (action) => requests.filter((request) => request.action === action).map(({ body }) => body),
    answers: (action, ...answers) => void told.set(action, answers),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function read(request: IncomingMessage): Promise<Recorded> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  const target = request.headers['x-amz-target'];
  // What follows the path holds a token that the client makes up.
  const action = target === undefined ? `${request.method} ${request.url?.split('?')[0]}` : (String(target).split('.').at(-1) ?? '');
  return { action, text, body: text === '' ? {} : JSON.parse(text) };
}
