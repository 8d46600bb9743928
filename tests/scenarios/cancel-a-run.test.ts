import { expect } from 'vitest';
import { scenario } from './scenario.ts';
import { ended, expectLog, givenRun, givenRunning } from './stories.ts';

const stubborn =
  'import signal, time\nsignal.signal(signal.SIGTERM, lambda *_: print("still here", flush=True))\nprint("ready", flush=True)\nwhile True:\n    time.sleep(0.05)\n';

scenario('a run that ignores SIGTERM is stopped after its grace and keeps its log', async ({ runlet }) => {
  const run = await givenRunning(runlet, stubborn, { graceSec: 0.5 });
  expect(await runlet.cancelRun({ params: { run: run.id } })).toMatchObject({ status: expect.stringMatching(/CANCELING|CANCELED/) });
  expect(await ended(runlet, run)).toMatchObject({ status: 'CANCELED', reason: 'canceled-by-user' });
  await expectLog(runlet, run.id, /ready\nstill here/);
});

scenario('a run that ends by itself within its grace is canceled too, and its last words are kept', async ({ runlet }) => {
  const run = await givenRunning(
    runlet,
    'import signal, sys, time\ndef bye(*_):\n    print("bye", flush=True)\n    sys.exit(7)\nsignal.signal(signal.SIGTERM, bye)\nprint("ready", flush=True)\ntime.sleep(60)\n',
  );
  expect(await ended(runlet, await runlet.cancelRun({ params: { run: run.id }, query: { wait: 20 } }))).toMatchObject({
    status: 'CANCELED',
    reason: 'canceled-by-user',
  });
  await expectLog(runlet, run.id, /bye/);
});

scenario('a run that has ended cannot be canceled, and the answer says why', async ({ runlet }) => {
  const run = await givenRun(runlet, 'print(1)');
  await expect(runlet.cancelRun({ params: { run: run.id } })).rejects.toMatchObject({
    code: 'wrong-status',
    status: 409,
    message: expect.stringContaining('SUCCEEDED'),
  });
});

scenario('canceling twice is canceling once', async ({ runlet }) => {
  const run = await givenRunning(runlet, stubborn, { graceSec: 0.3 });
  await Promise.allSettled([runlet.cancelRun({ params: { run: run.id } }), runlet.cancelRun({ params: { run: run.id } })]);
  expect(await ended(runlet, run)).toMatchObject({ status: 'CANCELED' });
});
