import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivate } from './private-file.ts';

/** A living claim. The kernel ends it with the process, however that dies. */
export interface Owner {
  id: string;
  release(): void;
}

/** How long a claim waits for somebody who is only looking, in milliseconds. */
const lookMs = 2000;

/** Says that this process works on the data folder, under an id of its own; `isAlive` tells others how long. */
export function claim(dataDir: string): Owner {
  const id = `own_${randomUUID()}`;
  const file = ownerFile(dataDir, id);
  const release = lock(file);
  // Who looked between our opening and our locking took the file for a dead owner's and removed it.
  if (release === null || !existsSync(file)) {
    release?.();
    return claim(dataDir);
  }
  return {
    id,
    release: () => {
      rmSync(file, { force: true });
      release();
    },
  };
}

/** Whether the owner still lives. What a dead one left is removed. */
export function isAlive(dataDir: string, ownerId: string): boolean {
  if (!/^own_[0-9a-f-]{36}$/.test(ownerId)) return false;
  const file = ownerFile(dataDir, ownerId);
  return existsSync(file) && isLocked(file, () => rmSync(file, { force: true }));
}

/** The owners that have a claim on the data folder, living or dead. */
export function ownersOf(dataDir: string): string[] {
  const folder = join(dataDir, 'owners');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.flatMap((file) => /^(own_.*)\.lock$/.exec(file)?.[1] ?? []);
}

/** Makes this process the one server of the data folder, or gives null while another one is. */
export function claimServer(dataDir: string): Owner | null {
  if (serverIsRunning(dataDir)) return null;
  const release = lock(serverFile(dataDir));
  return release === null ? null : { id: 'server', release };
}

/** Whether some process, this one included, is the server of the data folder. */
export function serverIsRunning(dataDir: string): boolean {
  const file = serverFile(dataDir);
  return existsSync(file) && isLocked(file, () => {});
}

/** Locks the file through SQLite, whose locks also hold between two claims inside one process; null when somebody else has it. */
function lock(file: string): (() => void) | null {
  makePrivate(file);
  const db = new DatabaseSync(file, { timeout: lookMs });
  try {
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return () => db.close();
  } catch (error) {
    db.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

/** Looks with a shared lock, so that two who look at once do not take each other for the owner. */
function isLocked(file: string, whenFree: () => void): boolean {
  const db = openExisting(file);
  if (db === null) return false;
  try {
    db.exec('BEGIN; SELECT 1 FROM sqlite_schema');
    whenFree();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    db.close();
  }
}

/** Read-only opening makes no file, unlike the usual way; null when it has vanished meanwhile. */
function openExisting(file: string): DatabaseSync | null {
  try {
    return new DatabaseSync(file, { readOnly: true, timeout: 0 });
  } catch (error) {
    if (!existsSync(file)) return null;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function ownerFile(dataDir: string, id: string): string {
  const folder = join(dataDir, 'owners');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${id}.lock`);
}

function serverFile(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return join(dataDir, 'server.lock');
}
