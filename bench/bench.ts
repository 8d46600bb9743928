import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figures.ts';
import { findPython } from './python.ts';

/** What every bench gets: a folder of its own that is removed afterwards, and the one interpreter for baseline and runs. */
export interface Bench extends AsyncDisposable {
  folder: string;
  python: { path: string; version: string };
  /** A file that prints one line, the smallest script there is. */
  hello: string;
  /** Rounds and rows where the caller wishes others than the bench's own. */
  rounds: number | null;
  rows: number | null;
}

export interface Report {
  figures: Figure[];
  notes: string[];
}
export type BenchRun = (bench: Bench) => Promise<Report>;

/** The bundle that people start, which is what benches measure. */
export const program = join(import.meta.dirname, '..', 'dist', 'runlet.js');

export async function openBench(wishes: { rounds: number | null; rows: number | null }): Promise<Bench> {
  const python = await findPython();
  const folder = await mkdtemp(join(tmpdir(), 'runlet-bench-'));
  const hello = join(folder, 'hello.py');
  await writeFile(hello, 'print("hello")\n');
  return { ...wishes, folder, python, hello, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
