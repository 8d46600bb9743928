import { AppError } from '../../core/errors.ts';
import type { Write } from '../ports/table.ts';
import { changeAttempt } from './attempts/change.ts';
import type { AttemptsContext, Known } from './attempts/change.ts';
import { claimWith } from './attempts/claim.ts';
import type { Claim } from './attempts/claim.ts';
import { keepSandbox, openLaunch, renewLaunch } from './attempts/launches.ts';
import type { NewLaunch, Opened } from './attempts/launches.ts';
import { checkUnreported, noteGone, noteOnce } from './attempts/notes.ts';
import { isOver } from './attempts/record.ts';
import type { At, AttemptRecord } from './attempts/record.ts';
import { isSecretOf } from './attempts/secrets.ts';
import { readWhole } from './attempts/whole.ts';
import type { Seen, Whole } from './attempts/whole.ts';

/** The attempts of runs: their launches, claims and task tokens. Each step may come twice, late, or cut off behind any write. */
export interface Attempts {
  /** All rows of a run in one read. @throws AppError `not-found`. */
  whole(runId: string): Promise<Whole>;
  /** Keeps Launch's token and counts a launch, before it is tried; the code of the launch before is good for nothing from then on. */
  open(at: At, token: string): Promise<Opened>;
  /** Takes back this launch's code and counts another launch; null, and nothing changed, when it was claimed, is not the newest, or the attempt is over. */
  renew(at: At, launch: number): Promise<NewLaunch | null>;
  /** Keeps the sandbox's name; false when it is not wanted any more, because another launch came between or the attempt is over. */
  launched(at: At, launch: number, sandbox: string): Promise<boolean>;
  /** Keeps Run's token in place of Launch's. */
  hold(at: At, token: string): Promise<Known>;
  /** Binds the one-time code of the newest launch to a nonce; the same two again open the same session. @throws AppError `claim-refused`. */
  claim(runId: string, code: string, nonce: string): Promise<Claim>;
  /** A run as the runner of this session may see it, whatever its status. @throws AppError `claim-refused`. */
  authorized(runId: string, session: string): Promise<Authorized>;
  /** Notes that the report is stored; answers with the tokens as they are then. `seen`: what the caller has just read of it. */
  reported(at: At, seen?: Seen): Promise<AttemptRecord>;
  /** Notes that the run's runner was told to stop. */
  stopAsked(at: At): Promise<AttemptRecord>;
  /** Notes that this sandbox is gone, if it is the newest launch's; null when it is not. */
  sawGone(at: At, sandbox: string, why: string): Promise<AttemptRecord | null>;
  /** For an ending without a report: the check that none was noted since, or null when one was; asked again each time the ending is tried. */
  unreported(at: At): () => Promise<Write[] | null>;
}

export type Authorized = Seen & { row: AttemptRecord };

export function createAttempts(context: AttemptsContext): Attempts {
  const now = () => context.now().toISOString();
  const whole = (runId: string, attempt?: number) => readWhole(context.table, runId, context.now(), attempt);
  return {
    whole: (runId) => whole(runId),
    open: async (at, token) => {
      const opened = await changeAttempt(context, at, (known) => openLaunch(known, token, { attempt: at.attempt, now: now() }));
      // Whoever cancels writes the run first and then looks for a launch; here it is the other way round, so one of the two sees the other.
      const isLate = opened.kind === 'launch' && isOver((await whole(at.runId, at.attempt)).record, at.attempt);
      return isLate ? { kind: 'over' } : opened;
    },
    renew: (at, launch) => changeAttempt(context, at, (known) => renewLaunch(known, launch, { attempt: at.attempt, now: now() })),
    launched: (at, launch, sandbox) => changeAttempt(context, at, (known) => keepSandbox(known, at.attempt, launch, sandbox)),
    hold: (at, runToken) =>
      changeAttempt(context, at, ({ record, row }) => {
        const next = { ...row, runToken, launchToken: null };
        return { next, value: { record, row: next } };
      }),
    claim: async (runId, code, nonce) => {
      const seen = await whole(runId).catch(refuseUnknown);
      const at = { runId, attempt: seen.record.attempt };
      return changeAttempt(context, at, (known) => claimWith(known, code, nonce, now()), { seen, withRun: true });
    },
    authorized: async (runId, session) => {
      const { row, ...rest } = await whole(runId).catch(refuseUnknown);
      if (row === null || !isSecretOf(session, row.sessionHash)) throw new AppError('claim-refused');
      return { ...rest, row };
    },
    reported: (at, seen) => noteOnce(context, at, 'reportedAt', { ...(seen && { seen }) }),
    stopAsked: (at) => noteOnce(context, at, 'stopAskedAt'),
    sawGone: (at, sandbox, why) => noteGone(context, at, sandbox, why),
    unreported: (at) => () => checkUnreported(context, at),
  };
}

/** Who has no code or session must not learn which runs there are. */
function refuseUnknown(error: unknown): never {
  throw error instanceof AppError && error.code === 'not-found' ? new AppError('claim-refused') : error;
}
