import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Launch, Launcher } from '../../functions/ports/launcher.ts';
import { withDefaults } from '../../core/schemas/limits.ts';
import { newId } from '../../functions/stores/ids.ts';

/** A launcher under test; its sandboxes live until they are stopped. */
export interface NamedBy {
  launcher: Launcher;
  /** The launch of a new run whose script does not end by itself. */
  lasting(runId: string): Launch['order'];
  close(): Promise<void>;
}

/** What every edition's launcher must do with the names of sandboxes; it holds without a runner that can be reached. */
export function launcherNamesContract(name: string, open: () => Promise<NamedBy>): void {
  let by: NamedBy;
  beforeAll(async () => {
    by = await open();
  });
  afterAll(() => by.close());

  const givenLaunch = (): Launch => {
    const runId = newId('run');
    const limits = withDefaults({ graceSec: 0.2 });
    return { runId, attempt: 1, launch: 1, limits, cpu: null, claimCode: 'code', order: by.lasting(runId) };
  };

  const givenSandbox = async () => {
    const launch = givenLaunch();
    return { runId: launch.runId, ref: await by.launcher.launch(launch) };
  };

  const gone = async (sandbox: { runId: string; ref: string }) => {
    for (;;) {
      const [known] = await by.launcher.look([sandbox]);
      if (known?.state === 'gone') return known;
      await sleep(20);
    }
  };

  test(`${name}: the same run, attempt and launch are the same sandbox`, async () => {
    const launch = givenLaunch();
    const refs = await Promise.all([by.launcher.launch(launch), by.launcher.launch(launch)]);
    expect(new Set(refs).size).toBe(1);
    expect((await by.launcher.living()).filter(({ runId }) => runId === launch.runId)).toHaveLength(1);
  });

  test(`${name}: what was launched lives until it was stopped, and stopping it again is no error`, async () => {
    const sandbox = await givenSandbox();
    expect(await by.launcher.living()).toContainEqual(sandbox);
    await by.launcher.stop(sandbox, 0.2);
    expect(await gone(sandbox)).toMatchObject({ state: 'gone' });
    expect(await by.launcher.living()).not.toContainEqual(sandbox);
    await by.launcher.stop(sandbox, 0.2);
  });

  test(`${name}: states come in the order asked, and a sandbox that nobody remembers is gone`, async () => {
    const sandbox = await givenSandbox();
    const unknown = { runId: newId('run'), ref: 'unknown' };
    const states = await by.launcher.look([unknown, sandbox, unknown]);
    expect(states.map(({ state }) => state === 'gone')).toEqual([true, false, true]);
    await by.launcher.stop(unknown, 1);
  });

  test(`${name}: nothing is known of nothing`, async () => {
    expect(await by.launcher.look([])).toEqual([]);
  });
}
