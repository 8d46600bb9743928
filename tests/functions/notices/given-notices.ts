import { rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import type { CreateSubscriptionBody, MailMessage } from '../../../core/schemas/subscription.ts';
import type { Report } from '../../../core/schemas/report.ts';
import type { Table } from '../../../functions/ports/table.ts';
import type { Services } from '../../../functions/services.ts';
import { finishTelling } from '../../../functions/notices/finish-telling.ts';
import { sendDigests } from '../../../functions/notices/send-digests.ts';
import { tellEnd } from '../../../functions/notices/tell-end.ts';
import { newId } from '../../../functions/stores/ids.ts';
import { createStores } from '../../../functions/stores/index.ts';
import type { RunRecord } from '../../../functions/stores/runs/record.ts';
import { scriptWrites } from '../../../functions/stores/scripts/record.ts';
import { markers } from '../../../functions/stores/telling/marker.ts';
import { createDirectoryBucket } from '../../../local/bucket/directory-bucket.ts';
import { givenServices } from '../../doors/given-services.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { newRun } from '../stores/runs/given-runs.ts';
import { createPlayedTopic } from '../played-topic.ts';
import { reportOf } from '../workflow/played-runner.ts';

export const aMinute = 60_000;
export const anHour = 60 * aMinute;

export type Notices = Awaited<ReturnType<typeof givenNotices>>;

/** A script with runs that end, people who want to hear of them, and a clock that the test moves. */
export async function givenNotices({ wrapTable = (table: Table) => table } = {}) {
  const base = givenServices();
  const folder = temporaryFolder('notices');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clock = { ms: Date.parse('2026-11-21T03:00:00Z') };
  const table = wrapTable(base.services.table);
  const bucket = createDirectoryBucket({ root: `${folder}/blobs`, dataDir: folder, origin: () => 'http://127.0.0.1' });
  const { scanner, pulse } = base.services;
  const now = () => new Date(clock.ms);
  const stores = createStores({ table, bucket, scanner, pulse, now, owner: 'test', maxRuns: 50, admits: () => true });
  const settings = { ...base.services.settings, publicUrl: () => 'https://runlet.example.com' };
  const services: Services = { ...base.services, table, bucket, stores, settings, topic: createPlayedTopic() };
  const script = await givenScript(table, 'nightly', ['ops']);
  const begin = async (changes: Partial<RunRecord> = {}) => {
    const of = { script: script.name, scriptId: script.id, version: 3, startedAt: new Date(clock.ms).toISOString(), ...changes };
    const run = newRun({ id: newId('run'), createdAt: now().toISOString(), ...of });
    return (await stores.runs.create(run, null, [])).record;
  };
  const finish = async ({ id }: RunRecord, facts: Partial<Report['facts']> = {}, more: Partial<Report> = {}) => {
    if (facts.endedBy === 'canceled') await stores.runs.cancel(id, null);
    return (await stores.runs.endByReport({ ...reportOf(id, facts), ...more })).record;
  };
  const messages = async () => (await stores.messages.list({ limit: 1000 })).items.toReversed();
  return {
    services,
    stores,
    table,
    bucket,
    clock,
    script,
    begin,
    finish,
    messages,
    logged: base.logged,
    givenScript: (name: string, labels: string[] = []) => givenScript(table, name, labels),
    subscribe: (wish: Partial<CreateSubscriptionBody> = {}) => subscribe(stores, wish),
    /** A run that ends so a minute later, and is told of. */
    ends: async (facts: Partial<Report['facts']> = {}, changes: Partial<RunRecord> = {}, more: Partial<Report> = {}) => {
      const run = await begin(changes);
      clock.ms += aMinute;
      const ended = await finish(run, facts, more);
      await tellEnd(services, ended);
      return ended;
    },
    /** What the sweep of a minute tells, so much later. */
    sweep: async (laterMs = aMinute) => {
      clock.ms += laterMs;
      await finishTelling(services);
      await sendDigests(services);
    },
    /** Kinds and addresses of all messages, the oldest first. */
    told: async () => (await messages()).map(({ kind, to }) => `${kind} ${to}`),
    kinds: async () => (await messages()).map(({ kind }) => kind),
    /** Names of what is still to be told. */
    left: async () => {
      const names: string[] = [];
      for await (const { name } of markers(base.services.table)) names.push(name);
      return names;
    },
  };
}

export const fails = { exitCode: 3 } as const;
export const fine = {} as const;

async function givenScript(table: Table, name: string, labels: string[]) {
  const at = '2026-11-01T00:00:00.000Z';
  const script = {
    id: newId('script'),
    name,
    description: null,
    labels,
    live: 1,
    latest: 1,
    inputOverride: null,
    createdAt: at,
    updatedAt: at,
  };
  await table.transact(scriptWrites(script, { kind: 'absent' }));
  await table.put({ pk: `NAME#${name}`, sk: 'META', body: { scriptId: script.id } }, { kind: 'none' });
  return script;
}

async function subscribe(stores: Services['stores'], { address = 'ada@example.com', ...wish }: Partial<CreateSubscriptionBody>) {
  return stores.subscriptions.create(wish, { address, ref: `ref:${address}`, status: 'confirmed' }, 'tester');
}

/** The one message that there is of a kind. */
export function onlyOne(messages: readonly MailMessage[], kind: MailMessage['kind']): MailMessage {
  const [one, ...more] = messages.filter((message) => message.kind === kind);
  if (one === undefined || more.length > 0) throw new Error(`there are ${more.length + (one ? 1 : 0)} messages of kind ${kind}`);
  return one;
}
