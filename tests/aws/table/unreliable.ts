import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What happens to one request in place of its being served. `lost`: it is served, and its answer never arrives. */
export type Trouble = 'throttled' | 'busy' | 'conflict' | 'in-transaction' | 'cut-off' | 'silent' | 'lost';

export interface Unreliable {
  url: string;
  /** The next requests for this operation (`UpdateItem`) meet these troubles, one each; null is none. */
  give(operation: string, troubles: readonly (Trouble | null)[]): void;
  /** Operations in the order in which they were asked for. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

const fault = (type: string, more = {}) => ({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type, ...more });
const answers: Record<Exclude<Trouble, 'cut-off' | 'silent' | 'lost'>, object> = {
  throttled: fault('ProvisionedThroughputExceededException'),
  busy: fault('ThrottlingException'),
  conflict: fault('TransactionConflictException'),
  'in-transaction': fault('TransactionCanceledException', { CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }] }),
};

/** Stands before DynamoDB Local, which throttles nobody, loses nothing and is never late. */
export async function startUnreliable(upstream: string): Promise<Unreliable> {
  const waiting = new Map<string, (Trouble | null)[]>();
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
    asked.push(operation);
    const trouble = waiting.get(operation)?.shift() ?? null;
    if (trouble === null || trouble === 'lost') return forward(upstream, incoming, outgoing, trouble === 'lost');
    incoming.resume();
    if (trouble === 'cut-off') return void incoming.socket.destroy();
    if (trouble === 'silent') return undefined;
    outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    return void outgoing.end(JSON.stringify(answers[trouble]));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    give: (operation, troubles) => void waiting.set(operation, [...troubles]),
    asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function forward(upstream: string, incoming: IncomingMessage, outgoing: ServerResponse, lost: boolean): void {
  const onward = request(new URL(incoming.url ?? '/', upstream), { method: incoming.method, headers: incoming.headers }, (answer) => {
    if (lost) {
      answer.resume().once('end', () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  onward.once('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
