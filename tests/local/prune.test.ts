import { rmSync } from 'node:fs';
import { encodeTime } from 'ulid';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Settings } from '../../functions/services.ts';
import type { Stores } from '../../functions/stores/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import type { EditionOptions } from '../../local/open-services.ts';
import { keepPruned } from '../../local/prune.ts';
import { givenServices } from '../doors/given-services.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const stray = `runs/run_${encodeTime(Date.now() - 40 * 24 * 3600 * 1000, 10)}0000000000000000/input.json`;

async function givenEdition(options: Partial<EditionOptions>) {
  const dataDir = temporaryFolder('pruned');
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  const open = () => createLocalEdition({ dataDir, ...options });
  const before = await open();
  await before.bucket.put(stray, Buffer.from('x'));
  await before.close();
  return await open();
}

test('a process that stays removes at its start what is past the retention', async () => {
  const edition = await givenEdition({ adopt: true, retentionDays: 30 });
  await expect.poll(() => edition.bucket.size(stray)).toBeNull();
  await edition.close();
});

test.each([
  { adopt: true, retentionDays: null },
  { adopt: true, retentionDays: 50 },
  { adopt: false, retentionDays: 30 },
])('it stays with %j', async (options) => {
  const edition = await givenEdition(options);
  await edition.close();
  expect(await edition.bucket.size(stray)).toBe(1);
});

/** Stores whose removal takes until it is told to end. */
function slowStores(stores: Stores) {
  let calls = 0;
  const prune: Stores['prune'] = async (signal) => {
    calls++;
    await new Promise((done) => signal.addEventListener('abort', done));
    throw new Error('broke off');
  };
  return { stores: { ...stores, prune }, calls: () => calls };
}

test('it is done again each hour, one after the other, and the end waits for it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { services } = givenServices();
  const logged: string[] = [];
  const log: Settings['log'] = (level, message) => void logged.push(`${level}: ${message}`);
  const { stores, calls } = slowStores(services.stores);
  const kept = keepPruned({ stores, settings: { ...services.settings, log } });
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(calls()).toBe(1);
  await kept.stop();
  expect(logged[0]).toBe('error: removing what is past the retention failed');
});
