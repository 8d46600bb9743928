import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { claim, claimServer, isAlive, serverIsRunning } from '../../local/ownership.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const told = z.object({ id: z.string(), server: z.boolean() });
let dataDir: string;

beforeEach(() => {
  dataDir = temporaryFolder('owners');
});
afterEach(() => rmSync(dataDir, { recursive: true }));

async function givenProcess() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'claim-until-killed.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = z.tuple([z.instanceof(Buffer)]).parse(await once(child.stdout, 'data'));
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  return { ...told.parse(JSON.parse(first.toString())), kill };
}

describe('ownership of a data folder', () => {
  it('ends with the process that is killed', async () => {
    const other = await givenProcess();
    expect([isAlive(dataDir, other.id), serverIsRunning(dataDir)]).toEqual([true, true]);
    await other.kill();
    expect([isAlive(dataDir, other.id), serverIsRunning(dataDir)]).toEqual([false, false]);
  });

  it('leaves no file of a dead owner behind once somebody looked', async () => {
    const other = await givenProcess();
    await other.kill();
    isAlive(dataDir, other.id);
    expect(readdirSync(join(dataDir, 'owners'))).toEqual([]);
  });

  it('is told apart inside one process too', () => {
    const [first, second] = [claim(dataDir), claim(dataDir)];
    first.release();
    expect([isAlive(dataDir, first.id), isAlive(dataDir, second.id)]).toEqual([false, true]);
    second.release();
    expect(readdirSync(join(dataDir, 'owners'))).toEqual([]);
  });

  it('is not ended by looking at it', () => {
    const owner = claim(dataDir);
    for (let looks = 0; looks < 3; looks++) expect(isAlive(dataDir, owner.id)).toBe(true);
    owner.release();
  });

  it.each(['own_00000000-0000-4000-8000-000000000000', '../server', ''])('knows nobody called %j, and makes no file for them', (id) => {
    expect(isAlive(dataDir, id)).toBe(false);
    expect(existsSync(join(dataDir, 'owners', `${id}.lock`))).toBe(false);
  });

  it('gives a folder one server at a time, between processes', async () => {
    const other = await givenProcess();
    expect(other.server).toBe(true);
    expect(claimServer(dataDir)).toBeNull();
    await other.kill();
    const ours = claimServer(dataDir);
    expect(ours).not.toBeNull();
    expect((await givenProcessThatDies()).server).toBe(false);
    ours?.release();
    expect(serverIsRunning(dataDir)).toBe(false);
  });
});

async function givenProcessThatDies() {
  const other = await givenProcess();
  await other.kill();
  return other;
}
