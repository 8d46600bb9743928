import type { Client } from '../../client/index.ts';
import { createClient } from '../../client/index.ts';
import type { RunEvent } from '../../core/schemas/log.ts';
import type { Operation } from '../../functions/doors/operation.ts';
import { givenDoor } from '../doors/given-door.ts';
import { givenServer } from '../http/given-server.ts';

/** A client of these operations in memory, with a token that may do everything. */
export async function givenClient(...operations: Operation[]): Promise<Client> {
  const { app, tokenWith } = await givenDoor(...operations);
  return createClient({ url: 'http://runlet.test', token: await tokenWith('admin'), fetch: app });
}

/** The same over HTTP. */
export async function givenRemoteClient(...operations: Operation[]): Promise<Client> {
  const { url, token } = await givenServer(operations);
  return createClient({ url, token });
}

const summary = {
  id: 'run_1',
  status: 'SUCCEEDED',
  reason: null,
  message: 'done',
  script: null,
  scriptId: null,
  version: null,
  trigger: { kind: 'api' },
  exitCode: 0,
  limitsHit: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  endedAt: null,
  metrics: null,
  attempt: 1,
} as const;

/** The event of one log line. */
export function line(seq: number): { id: string; event: RunEvent } {
  return {
    id: String(seq),
    event: { type: 'log', data: { seq, time: '2026-01-01T00:00:00.000Z', stream: 'stdout', text: `line ${seq}` } },
  };
}

export const end: { id: string; event: RunEvent } = {
  id: 'end',
  event: { type: 'end', data: { ...summary, trigger: { kind: 'api' }, limitsHit: [] } },
};

/** What was heard, in short: the sequence of a line, or the type of the event. */
export async function heardBy(events: AsyncIterable<RunEvent>): Promise<(number | string)[]> {
  const heard = [];
  for await (const event of events) heard.push(event.type === 'log' ? event.data.seq : event.type);
  return heard;
}
