import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { firstToken } from './first-token.ts';
import { holdScriptUid } from './hold-uid.ts';
import { keepRecord } from './record.ts';
import { install } from './installation.ts';
import { openMailSink } from './mail-sink.ts';

/** Whom the deployed installation tells of runs that failed. */
export const operator = 'operator@example.com';

let closing = () => Promise.resolve();

/** Deploys once for all files of the project `deployed`, and leaves in the environment where everything is; `deployed.ts` reads it. */
export async function setup({ name }: TestProject): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'runlet-aws-'));
  const mails = join(folder, 'mails');
  const release = await holdScriptUid();
  const sink = await openMailSink(mails);
  // Few places, so that this machine is not asked for more sandboxes at once than it can carry; the crowd is to wait, and not to run.
  const maxRuns = name === 'crowd' ? 2 : 8;
  const knobs = { architecture: 'x86_64', alertEmail: operator, maxRuns };
  const installation = await install({ knobs, smtp: sink.address }).catch((error: unknown) => {
    release();
    throw error;
  });
  const { apiUrl, lineUrl, emulator, engine, assembly, outputs, took } = installation;
  console.log(
    `deployed to ${emulator}: ${Object.entries(took)
      .map(([what, ms]) => `${what} ${(ms / 1000).toFixed(1)} s`)
      .join(', ')}`,
  );
  process.env['RUNLET_TEST_AWS_URL'] = apiUrl;
  process.env['RUNLET_TEST_AWS_TOKEN'] = await firstToken({ emulator, outputs });
  process.env['RUNLET_TEST_AWS_PLACES'] = JSON.stringify({ lineUrl, emulator, engine, assembly, outputs, mails });
  closing = async () => {
    await keepRecord(installation);
    await installation.close();
    release();
    await sink.close();
    rmSync(folder, { recursive: true });
  };
}

export async function teardown(): Promise<void> {
  await closing();
}
