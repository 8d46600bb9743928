import { decodeTime } from 'ulid';
import type { z } from 'zod';
import { withDefaults } from '../../../core/schemas/limits.ts';
import type { Limits } from '../../../core/schemas/limits.ts';
import type { outputContract, SecurityLevel } from '../../../core/schemas/job.ts';
import type { RetryPolicy } from '../../../core/schemas/retry.ts';
import type { Trigger } from '../../../core/schemas/run.ts';
import type { Kept, RunRecord } from './record.ts';

/** What a new run is made of. */
export interface RunDraft {
  id: string;
  trigger: Trigger;
  script: { id: string; name: string } | null;
  version: number | null;
  code: RunRecord['code'];
  input: Kept;
  hasInput: boolean;
  /** Program arguments: those that the input became, then those that were given. */
  argv: string[];
  args: string[];
  workingDirectory: string | null;
  env: Record<string, string>;
  files: { name: string; path: string; key: string; bytes: number; sha256: string }[];
  limits: Partial<Limits>;
  cpu?: number;
  outputContract: z.infer<typeof outputContract>;
  lineBuffered: boolean;
  returnVariables: string[];
  security: RunRecord['security'];
  allowedImports?: string[];
  queueTimeoutSec: number;
  retry?: RetryPolicy;
  stateRevision: number | null;
}

/** A run's record as it begins: QUEUED, nothing known yet. Its creation time is the one in its id, so that ids and times sort alike. */
export function newRecord(draft: RunDraft): RunRecord {
  const { script, input, files, limits, cpu = null, allowedImports = null, retry = null, ...same } = draft;
  return {
    ...same,
    ...unknownYet,
    createdAt: new Date(decodeTime(draft.id.slice(draft.id.indexOf('_') + 1))).toISOString(),
    script: script?.name ?? null,
    scriptId: script?.id ?? null,
    input,
    allowedImports,
    retry,
    files: files.map(({ key: _key, ...file }) => file),
    fileKeys: Object.fromEntries(files.map((file) => [file.path, file.key])),
    limits: withDefaults(limits),
    cpu,
  };
}

/** What is not known before an attempt has begun. */
export const unknownYet = {
  status: 'QUEUED',
  reason: null,
  message: null,
  attempt: 1,
  attempts: [],
  retryAt: null,
  behind: null,
  readyAt: null,
  owner: '',
  place: null,
  graceSec: null,
  admittedAt: null,
  startedAt: null,
  endedAt: null,
  exitCode: null,
  signal: null,
  exception: null,
  limitsHit: [],
  result: null,
  variables: null,
  metrics: null,
  walls: [],
  phases: {},
  artifacts: [],
  artifactsDropped: 0,
  log: { bytes: 0, lines: 0, droppedBytes: 0 },
  state: null,
  python: null,
} satisfies Partial<RunRecord>;

/** What enforces a security level at this stage, said in each record so that no level is silently ignored. */
export function securityOf(level: SecurityLevel, allowedImports: readonly string[] | null): RunRecord['security'] {
  if (level === 'permissive' && allowedImports === null) {
    return { level, enforcedBy: 'none', note: 'permissive forbids nothing; the walls listed in `walls` stand all the same.' };
  }
  return {
    level,
    enforcedBy: 'scan',
    note: `The imports and calls that ${level} forbids were looked for by reading the source; no wall of this edition enforces them while the script runs.`,
  };
}
