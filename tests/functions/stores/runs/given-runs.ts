import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Table } from '../../../../functions/ports/table.ts';
import type { RunsContext } from '../../../../functions/stores/runs/context.ts';
import { newId } from '../../../../functions/stores/ids.ts';
import { createRuns } from '../../../../functions/stores/runs/index.ts';
import type { Runs } from '../../../../functions/stores/runs/index.ts';
import { newRecord, securityOf } from '../../../../functions/stores/runs/new-record.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { createSerial } from '../../../../functions/stores/serial.ts';
import { createDirectoryBucket } from '../../../../local/bucket/directory-bucket.ts';
import { createPulse } from '../../../../local/pulse.ts';
import { openTable } from '../../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

export interface GivenRuns {
  table: Table;
  /** The runs of an owner with a table in common with all others. */
  runsOf: (owner: string, how?: Partial<Pick<RunsContext, 'table' | 'maxRuns' | 'startsPerSec' | 'now'>>) => Runs;
}

/** Opened once for a test file, and gone after it. */
export function givenRuns(): GivenRuns {
  const folder = temporaryFolder('runs');
  const table = openTable(join(folder, 'runlet.db'));
  const bucket = createDirectoryBucket({ root: join(folder, 'blobs'), dataDir: folder, origin: () => 'http://127.0.0.1' });
  afterAll(() => {
    table.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const shared = { table, bucket, pulse: createPulse(), admits: () => true, maxRuns: 1, now: () => new Date() };
  return { table, runsOf: (owner, how = {}) => createRuns({ ...shared, ...how, owner, serial: createSerial() }) };
}

/** A run of a preview that nobody has recorded yet. */
export function newRun(changes: Partial<RunRecord> = {}): RunRecord {
  const draft = newRecord({
    id: newId('run'),
    trigger: { kind: 'api' },
    script: null,
    version: null,
    code: { sha256: '0'.repeat(64), entry: 'script.py', style: 'script', language: 'python', hasTrigger: false },
    input: { kind: 'inline', value: null },
    hasInput: false,
    argv: [],
    args: [],
    workingDirectory: null,
    env: {},
    files: [],
    limits: {},
    outputContract: 'auto',
    lineBuffered: true,
    returnVariables: [],
    security: securityOf('permissive', null),
    queueTimeoutSec: 60,
    stateRevision: null,
  });
  return { ...draft, ...changes };
}
