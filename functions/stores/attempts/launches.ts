import type { RunRecord } from '../runs/record.ts';
import type { Decided, Known } from './change.ts';
import { isOver } from './record.ts';
import type { AttemptRecord } from './record.ts';
import { hashOf, newCode } from './secrets.ts';

/** A launch by its number and the code with which its sandbox may claim the run. */
export interface NewLaunch {
  launch: number;
  claimCode: string;
}

/** What the state `Launch` is to do: launch under this number and code; or nothing, because the attempt is over or its sandbox is there. */
export type Opened = ({ kind: 'launch'; record: RunRecord } & NewLaunch) | { kind: 'over' | 'launched' | 'claimed' };

/** When something happens, and to which attempt. */
interface When {
  attempt: number;
  now: string;
}

export function openLaunch({ record, row }: Known, token: string, { attempt, now }: When): Decided<Opened> {
  if (isOver(record, attempt)) return { next: null, value: { kind: 'over' } };
  if (row.claimedAt !== null || record.status !== 'STARTING') return { next: { ...row, launchToken: token }, value: { kind: 'claimed' } };
  if (row.launchToken === token && row.sandbox !== null) return { next: null, value: { kind: 'launched' } };
  const { next, value } = nextLaunch(row, now);
  return { next: { ...next, launchToken: token }, value: { kind: 'launch', record, ...value } };
}

export function renewLaunch({ record, row }: Known, launch: number, { attempt, now }: When): Decided<NewLaunch | null> {
  const isWanted = !isOver(record, attempt) && row.claimedAt === null && row.launches === launch;
  return isWanted ? nextLaunch(row, now) : { next: null, value: null };
}

/** The name of an older launch's sandbox is not kept: it is let in nowhere. */
export function keepSandbox({ record, row }: Known, attempt: number, launch: number, sandbox: string): Decided<boolean> {
  if (row.launches !== launch) return { next: null, value: false };
  return { next: { ...row, sandbox }, value: !isOver(record, attempt) };
}

function nextLaunch(row: AttemptRecord, now: string): { next: AttemptRecord; value: NewLaunch } {
  const value = { launch: row.launches + 1, claimCode: newCode() };
  const next = { ...row, launches: value.launch, launchedAt: now, sandbox: null, gone: null, codeHash: hashOf(value.claimCode) };
  return { next, value };
}
