import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { isTerminal } from '../../../core/run.ts';
import type { Status } from '../../../core/run.ts';
import { createFront } from '../../../local/http/front.ts';
import { startServer } from '../../../local/http/server.ts';
import { python, runnerDir } from '../../python.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import type { Flow } from './given-flow.ts';

/** Makes the flow's sandboxes real: each launch is a process of the runner as a task of AWS runs it, which speaks to the API over HTTP. */
export async function givenRealRunners(flow: Flow) {
  const app = createFront({ api: flow.app, serveGrant: flow.serveGrant });
  const server = await startServer({ app, host: '127.0.0.1', port: 0, log: flow.services.settings.log });
  flow.reached.origin = server.url;
  const tasks: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const task of tasks) task.kill('SIGKILL');
    await server.close(0);
  });
  const { launcher } = flow.services;
  const launch = launcher.launch.bind(launcher);
  launcher.launch = async (one) => {
    const ref = await launch(one);
    tasks.push(givenTask(server.url, one.runId, one.claimCode, () => flow.sandboxes.kill(ref)));
    return ref;
  };
  return {
    tasks,
    untilEnded: (runId: string) => until(flow, runId, isTerminal),
    untilRunning: (runId: string) => until(flow, runId, (status) => status === 'RUNNING'),
  };
}

/** As the image starts it, from the checkout. */
const start = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('runner', run_name='__main__', alter_sys=True)";

function givenTask(api: string, runId: string, claim: string, gone: () => void): ChildProcess {
  const root = temporaryFolder('task');
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const env = { PATH: process.env['PATH'], RUNLET_API: api, RUNLET_RUN: runId, RUNLET_CLAIM: claim };
  const task = spawn(python, ['-I', '-B', '-c', start, runnerDir, 'task', '--root', root], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  task.once('exit', gone);
  return task;
}

/** The longest that any of these runs may take to get anywhere. */
const patienceMs = 40_000;

/** Lets the workflow work by the clock on the wall until the run is so. */
async function until(flow: Flow, runId: string, isSo: (status: Status) => boolean): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!isSo((await flow.record(runId)).status)) {
    if (Date.now() > end) throw new Error(`the run got no further within ${patienceMs} ms`);
    flow.clock.ms = Date.now();
    await flow.work();
    await sleep(50);
  }
}
