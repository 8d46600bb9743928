import { rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { runnerOperations } from '../../../functions/api/runner/operations.ts';
import { createApp } from '../../../functions/doors/app.ts';
import { sweep } from '../../../functions/events/sweep.ts';
import { taskStopped, taskStoppedEvent } from '../../../functions/events/task-stopped.ts';
import type { Services } from '../../../functions/services.ts';
import type { Table } from '../../../functions/ports/table.ts';
import type { Bucket } from '../../../functions/ports/bucket.ts';
import { createStores } from '../../../functions/stores/index.ts';
import { codeKey } from '../../../functions/stores/code/record.ts';
import type { RunRecord } from '../../../functions/stores/runs/record.ts';
import { admitStep } from '../../../functions/workflow/admit.ts';
import { finishStep } from '../../../functions/workflow/finish.ts';
import { launchStep } from '../../../functions/workflow/launch.ts';
import { runStep } from '../../../functions/workflow/run.ts';
import { createDirectoryBucket } from '../../../local/bucket/directory-bucket.ts';
import type { DirectoryBucket } from '../../../local/bucket/directory-bucket.ts';
import { givenServices } from '../../doors/given-services.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { createPlayedTopic } from '../played-topic.ts';
import { newRun } from '../stores/runs/given-runs.ts';
import { Machine } from './machine.ts';
import { Sandboxes } from './sandboxes.ts';
import { PlayedRunner } from './played-runner.ts';

export type Flow = ReturnType<typeof givenFlow>;

/** The AWS edition's run life over the local table and bucket, with Step Functions, Fargate and the clock played by the test. */
export function givenFlow({ maxRuns = 4, wrapTable = (table: Table) => table, wrapBucket = (bucket: Bucket) => bucket } = {}) {
  const base = givenServices();
  const clock = { ms: Date.now() };
  const now = () => clock.ms;
  const reached = { origin: 'http://127.0.0.1' };
  const folder = givenBucket(() => reached.origin);
  const bucket = wrapBucket(folder);
  const table = wrapTable(base.services.table);
  const [machine, sandboxes] = [new Machine(now), new Sandboxes(now)];
  const meanwhile = { do: async (): Promise<unknown> => null };
  const wait = async (_runId: string, ms: number) => {
    clock.ms += ms;
    await meanwhile.do();
  };
  const pulse: Services['pulse'] = { wait, beat: () => {} };
  const stores = createStores({
    table,
    bucket,
    pulse,
    maxRuns,
    scanner: base.services.scanner,
    owner: 'aws',
    retentionDays: 30,
    admits: () => true,
    now: () => new Date(clock.ms),
  });
  const workflow: Services['workflow'] = {
    start: async (runId) => {
      const { attempt, limits } = await stores.runs.record(runId);
      machine.begin(runId, attempt, limits.timeoutSec + limits.graceSec + 120);
    },
    stop: async (runId) => {
      const { row } = await stores.attempts.whole(runId);
      if (row?.launchToken && row.claimedAt === null) await machine.fail(row.launchToken, 'canceled', 'canceled');
    },
  };
  const figures: [string, number][] = [];
  const metrics: Services['metrics'] = {
    count: (name, value = 1) => void figures.push([name, value]),
    measure: (name, value) => void figures.push([name, value]),
  };
  const topic = createPlayedTopic();
  const services: Services = {
    ...base.services,
    metrics,
    topic,
    table,
    bucket,
    pulse,
    stores,
    workflow,
    launcher: sandboxes,
    callbacks: machine,
  };
  const app = createApp(runnerOperations, services);
  const steps = {
    launch: (payload: Parameters<typeof launchStep>[1]) => launchStep(services, payload),
    run: (payload: Parameters<typeof runStep>[1]) => runStep(services, payload),
    finish: (payload: Parameters<typeof finishStep>[1]) => finishStep(services, payload),
    admit: (payload: Parameters<typeof admitStep>[1]) => admitStep(services, payload),
  };
  const work = async () => {
    for (let round = 0; round < 8; round++) await machine.work(steps);
  };
  return {
    services,
    stores,
    table,
    bucket,
    machine,
    sandboxes,
    app,
    steps,
    work,
    clock,
    /** By which address grants are reached, and who serves them. */
    reached,
    serveGrant: (request: Request) => folder.serveGrant(request),
    /** The carrier of messages, and what it took. */
    topic,
    /** What was counted and measured. */
    figures,
    /** What happens each time that somebody waits for a moment. */
    meanwhile,
    logged: base.logged,
    /** Lets so many seconds pass, second by second, with a sweep each minute. */
    pass: async (seconds: number, each: () => Promise<unknown> = async () => {}) => {
      const until = clock.ms + seconds * 1000;
      while (clock.ms < until) {
        clock.ms += 1000;
        if (Math.floor(clock.ms / 1000) % 60 === 0) await sweep(services);
        await each();
        await work();
      }
    },
    sweep: () => sweep(services),
    runner: (runId: string) => new PlayedRunner(app, runId, sandboxes.newest(runId)),
    stopped: (runId: string, detail: Record<string, unknown> = {}) =>
      taskStopped(
        services,
        taskStoppedEvent.parse({ detail: { taskArn: sandboxes.newest(runId).ref, lastStatus: 'STOPPED', startedBy: runId, ...detail } }),
      ),
    /** A run that was recorded, has a place, and was given to the workflow. */
    submit: async (changes: Partial<RunRecord> = {}, source = 'print(1)\n') => {
      const { record } = await stores.runs.create(newRun(changes), null, []);
      await givenCode(table, record.code.sha256, source);
      if (record.status === 'STARTING') await workflow.start(record.id);
      return record.id;
    },
    cancel: async (runId: string, graceSec: number | null = null) => {
      await stores.runs.cancel(runId, graceSec);
      await workflow.stop(runId);
    },
    record: (runId: string) => stores.runs.record(runId),
  };
}

function givenBucket(origin: () => string): DirectoryBucket {
  const folder = temporaryFolder('flow');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return createDirectoryBucket({ root: `${folder}/blobs`, dataDir: folder, origin });
}

async function givenCode(table: Table, sha256: string, source: string): Promise<void> {
  const content = { kind: 'inline', files: [{ path: 'script.py', base64: Buffer.from(source).toString('base64') }] };
  await table.put({ ...codeKey(sha256), body: { sha256, language: 'python', files: [], content } }, { kind: 'none' });
}
