import type { Status } from '../core/run.ts';
import { newRecord, securityOf } from '../functions/stores/runs/new-record.ts';
import type { RunDraft } from '../functions/stores/runs/new-record.ts';
import { runRow } from '../functions/stores/runs/record.ts';
import type { RunRecord } from '../functions/stores/runs/record.ts';
import type { Table } from '../functions/ports/table.ts';
import { ulid } from 'ulid';

export interface ScriptOfRuns {
  id: string;
  name: string;
  sha256: string;
}

/** How runs ended, ten in a row: enough of each that 1,000 runs have a middle page of every status. */
const endings: readonly Status[] = [
  'SUCCEEDED',
  'SUCCEEDED',
  'FAILED',
  'SUCCEEDED',
  'SUCCEEDED',
  'TIMED_OUT',
  'SUCCEEDED',
  'FAILED',
  'SUCCEEDED',
  'SUCCEEDED',
];
const perTransaction = 100;

/** Writes `count` ended runs, one each second up to now, in the rows that the stores themselves would write. */
export async function fillRuns(table: Table, scripts: readonly ScriptOfRuns[], count: number): Promise<void> {
  const last = Date.now() - 60_000;
  for (let from = 0; from < count; from += perTransaction) {
    const numbers = Array.from({ length: Math.min(perTransaction, count - from) }, (_, at) => from + at);
    const rows = numbers.map((number) => runRow(endedRun(number, last - (count - number) * 1000, scripts)));
    const done = await table.transact(rows.map((row) => ({ kind: 'put', row, condition: { kind: 'none' } })));
    if (!done) throw new Error('the rows were refused');
  }
}

function endedRun(number: number, createdMs: number, scripts: readonly ScriptOfRuns[]): RunRecord {
  const script = scripts[number % scripts.length];
  if (script === undefined) throw new Error('no script to fill runs for');
  const status = endings[Math.floor(number / scripts.length) % endings.length] ?? 'SUCCEEDED';
  const at = (ms: number) => new Date(createdMs + ms).toISOString();
  return {
    ...newRecord(draftOf(`run_${ulid(createdMs)}`, script)),
    status,
    reason: status === 'FAILED' ? 'exit-nonzero' : status === 'TIMED_OUT' ? 'timeout' : null,
    message:
      status === 'SUCCEEDED'
        ? 'The script ended with exit code 0.'
        : 'The script ended with exit code 1; its log says why, and a script that is content ends with 0.',
    exitCode: status === 'SUCCEEDED' ? 0 : status === 'FAILED' ? 1 : null,
    admittedAt: at(1),
    startedAt: at(20),
    endedAt: at(40),
    result: status === 'SUCCEEDED' ? { kind: 'inline', value: { rows: number } } : null,
    metrics: { wallMs: 20.5, cpuUserMs: 11.2, cpuSystemMs: 4.1, peakMemoryMiB: 9.7, outputBytes: 120 },
    phases: { queuedMs: 1, startingMs: 19, runningMs: 20, reportingMs: 2 },
    walls: ['session', 'uid', 'no-new-privs', 'rlimits', 'environment', 'descriptors', 'workspace'],
    log: { bytes: 120, lines: 3, droppedBytes: 0 },
    python: '3.11.2',
  };
}

function draftOf(id: string, script: ScriptOfRuns): RunDraft {
  return {
    id,
    script: { id: script.id, name: script.name },
    version: 1,
    trigger: { kind: 'api', actor: 'bench' },
    code: { sha256: script.sha256, entry: 'script.py', style: 'script', language: 'python', hasTrigger: false },
    input: { kind: 'inline', value: { column: 'temp_max', limit: 10 } },
    hasInput: true,
    argv: [],
    args: [],
    env: {},
    files: [],
    limits: {},
    outputContract: 'auto',
    lineBuffered: true,
    returnVariables: [],
    security: securityOf('permissive', null),
    queueTimeoutSec: 3600,
    stateRevision: null,
    workingDirectory: null,
  };
}
