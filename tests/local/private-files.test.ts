import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLocalEdition } from '../../local/edition.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function givenFolderOpenToAll(): string {
  const folder = temporaryFolder('private');
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const dataDir = join(folder, 'open');
  mkdirSync(dataDir, { mode: 0o755 });
  return dataDir;
}

function expectPrivate(folder: string): void {
  for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
}

test('in a data folder that was there and is open to all, nothing may be read by other users', async () => {
  const dataDir = givenFolderOpenToAll();
  const edition = await createLocalEdition({ dataDir, admit: false });
  expectPrivate(dataDir);
  await edition.close();
});
