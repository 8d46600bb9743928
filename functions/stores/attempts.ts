import { AppError } from '../../core/errors.ts';
import { changeAttempt } from './attempts/change.ts';
import type { AttemptsContext, Decided, Known } from './attempts/change.ts';
import { isOver } from './attempts/record.ts';
import type { At, AttemptRecord } from './attempts/record.ts';
import { hashOf, isSecretOf, newCode, sessionOf } from './attempts/secrets.ts';
import { readWhole } from './attempts/whole.ts';
import type { Whole } from './attempts/whole.ts';
import type { RunRecord } from './runs/record.ts';

/** What the state `Launch` is to do: launch under this number and code; or nothing, because the attempt is over or its sandbox is there. */
export type Opened = { kind: 'launch'; launch: number; claimCode: string } | { kind: 'over' | 'launched' | 'claimed' };

export interface Claim {
  record: RunRecord;
  row: AttemptRecord;
  session: string;
  /** False when the same runner asks again because it lost the answer. */
  isFirst: boolean;
}

/** The attempts of runs: their launches, claims and task tokens. Each step may come twice, late, or cut off behind any write. */
export interface Attempts {
  /** All rows of a run in one read. @throws AppError `not-found`. */
  whole(runId: string): Promise<Whole>;
  /** Keeps Launch's token and counts a launch, before it is tried; the code of the launch before is good for nothing from then on. */
  open(at: At, token: string): Promise<Opened>;
  /** Keeps the sandbox's name; false when it is not wanted any more, because another launch came between or the attempt is over. */
  launched(at: At, launch: number, sandbox: string): Promise<boolean>;
  /** Keeps Run's token. */
  hold(at: At, token: string): Promise<Known>;
  /** Binds the one-time code of the newest launch to a nonce; the same two again open the same session. @throws AppError `claim-refused`. */
  claim(runId: string, code: string, nonce: string): Promise<Claim>;
  /** A run as the runner of this session may see it, whatever its status. @throws AppError `claim-refused`. */
  authorized(runId: string, session: string): Promise<Whole>;
  /** Notes that the report is stored; answers with the tokens as they are then. */
  reported(at: At): Promise<AttemptRecord>;
  /** Notes that the run's runner is to stop, once. */
  stopAsked(at: At): Promise<AttemptRecord>;
  /** Notes that this sandbox is gone, if it is the newest launch's; null when it is not. */
  sawGone(at: At, sandbox: string, why: string): Promise<AttemptRecord | null>;
}

export function createAttempts(context: AttemptsContext): Attempts {
  const now = () => context.now().toISOString();
  return {
    whole: (runId) => readWhole(context.table, runId, context.now()),
    open: (at, token) =>
      changeAttempt(context, at, ({ record, row }) => openLaunch(record, row, { token, attempt: at.attempt, now: now() })),
    launched: (at, launch, sandbox) =>
      changeAttempt(context, at, ({ record, row }) =>
        row.launches === launch ? { next: { ...row, sandbox }, value: !isOver(record, at.attempt) } : { next: null, value: false },
      ),
    hold: (at, runToken) =>
      changeAttempt(context, at, ({ record, row }) => {
        const next = { ...row, runToken };
        return { next, value: { record, row: next } };
      }),
    claim: async (runId, code, nonce) => {
      const { record } = await readWhole(context.table, runId, context.now()).catch(refuseUnknown);
      return changeAttempt(context, { runId, attempt: record.attempt }, (known) => claim(known, { code, nonce, now: now() }));
    },
    authorized: async (runId, session) => {
      const whole = await readWhole(context.table, runId, context.now()).catch(refuseUnknown);
      if (!isSecretOf(session, whole.row?.sessionHash ?? null)) throw new AppError('claim-refused');
      return whole;
    },
    reported: (at) => note(context, at, (row) => (row.reportedAt === null ? { ...row, reportedAt: now() } : null)),
    stopAsked: (at) => note(context, at, (row) => (row.stopAskedAt === null ? { ...row, stopAskedAt: now() } : null)),
    sawGone: (at, sandbox, why) =>
      changeAttempt(context, at, ({ row }) => {
        if (row.sandbox !== null && row.sandbox !== sandbox) return { next: null, value: null };
        const next = row.gone ? row : { ...row, sandbox, gone: { at: now(), why } };
        return { next: row.gone ? null : next, value: next };
      }),
  };
}

/** Who has no code or session must not learn which runs there are. */
function refuseUnknown(error: unknown): never {
  throw error instanceof AppError && error.code === 'not-found' ? new AppError('claim-refused') : error;
}

async function note(context: AttemptsContext, at: At, change: (row: AttemptRecord) => AttemptRecord | null): Promise<AttemptRecord> {
  return changeAttempt(context, at, ({ row }) => {
    const next = change(row);
    return { next, value: next ?? row };
  });
}

function openLaunch(
  record: RunRecord,
  row: AttemptRecord,
  { token, attempt, now }: { token: string; attempt: number; now: string },
): Decided<Opened> {
  if (isOver(record, attempt)) return { next: null, value: { kind: 'over' } };
  if (row.claimedAt !== null || record.status !== 'STARTING') return { next: { ...row, launchToken: token }, value: { kind: 'claimed' } };
  if (row.launchToken === token && row.sandbox !== null) return { next: null, value: { kind: 'launched' } };
  const claimCode = newCode();
  const launch = row.launches + 1;
  const next = { ...row, launches: launch, launchedAt: now, launchToken: token, sandbox: null, gone: null, codeHash: hashOf(claimCode) };
  return { next, value: { kind: 'launch', launch, claimCode } };
}

function claim({ record, row }: Known, { code, nonce, now }: { code: string; nonce: string; now: string }): Decided<Claim> {
  const session = sessionOf(code, nonce);
  if (!isSecretOf(code, row.codeHash) || isOver(record, record.attempt)) throw new AppError('claim-refused');
  if (row.claimedAt !== null) {
    if (!isSecretOf(nonce, row.nonceHash)) throw new AppError('claim-refused');
    return { next: null, value: { record, row, session, isFirst: false } };
  }
  if (record.status !== 'STARTING') throw new AppError('claim-refused');
  const next = { ...row, claimedAt: now, nonceHash: hashOf(nonce), sessionHash: hashOf(session) };
  return { next, value: { record, row: next, session, isFirst: true } };
}
