import { CronPattern } from 'croner';
import { prices } from '../../../core/prices.ts';
import { runUsd } from '../../../core/run-cost.ts';
import { sandboxSize } from '../../../core/sandbox.ts';
import type { SandboxSize } from '../../../core/sandbox.ts';
import type { Limits } from '../../../core/schemas/limits.ts';
import type { Estimate } from '../../../core/schemas/schedule.ts';
import { createRecent } from '../recent.ts';
import type { PastRuns } from '../runs/past-runs.ts';
import { cronTimes, dueBetween } from './due.ts';
import type { DueTiming } from './due.ts';

/** What successful runs took: those of the code that would run, or of an earlier version instead of one that has none yet. */
export type PastOfScript = PastRuns & { earlier: { version: number; instead: number } | null };

/** What is known of a schedule's runs. */
export interface RunsToCome {
  timing: DueTiming;
  limits: Limits;
  /** Share of a processor that was asked for. */
  cpu: number | null;
  past: PastOfScript | null;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Four years hold each day of the calendar in its share. */
const years = { from: new Date(Date.UTC(2025, 0, 1)), below: new Date(Date.UTC(2029, 0, 1)), months: 48 };
const monthMs = (years.below.getTime() - years.from.getTime()) / years.months;
/** A schedule with so many slots until its end is counted like one without. */
const countedOneByOne = 1000;

/** What a schedule's runs take in a month, at list prices of the AWS edition.
 *  @param billed whether this installation is that edition; the message says it. */
export function estimate({ timing, limits, cpu, past }: RunsToCome, { now, billed }: { now: Date; billed: boolean }): Estimate {
  const size = sandboxSize(limits, cpu);
  const runs = monthly(timing, now);
  const runsPerMonth = round(runs, 100);
  const secondsPerRun = round(past === null ? limits.timeoutSec : past.wallMs / 1000, 1000);
  const usdPerRun = round(runUsd(secondsPerRun, size) + prices.scheduledCall, 1e6);
  const usdPerMonth = round(runs * usdPerRun, 1e6);
  const facts = {
    runsPerMonth,
    secondsPerRun,
    usdPerRun,
    usdPerMonth,
    basis: past === null ? ('limits' as const) : ('past-runs' as const),
  };
  return { ...facts, message: sentence(facts, { size, past, billed, once: timing.recurrence.kind === 'at' }) };
}

function sentence(
  { runsPerMonth, secondsPerRun, usdPerRun, usdPerMonth }: Omit<Estimate, 'message' | 'basis'>,
  { size, past, billed, once }: { size: SandboxSize; past: PastOfScript | null; billed: boolean; once: boolean },
): string {
  const runs = once ? 'one run' : `${count(runsPerMonth)} runs`;
  const each = `${runs} of ${count(secondsPerRun)} s (${basisOf(past)}) at ${dollars(usdPerRun)} each, with ${size.cpu} vCPU and ${size.memoryMiB} MiB`;
  const price = `${dollars(once ? usdPerRun : usdPerMonth)}${once ? '' : ' a month'} at list prices`;
  return billed ? `About ${price}: ${each}.` : `Costs nothing on this machine; as the AWS edition about ${price}: ${each}.`;
}

function basisOf(past: PastOfScript | null): string {
  if (past === null) return 'the most that its time limit allows';
  const average = `the average of ${count(past.runs)} past run${past.runs === 1 ? '' : 's'}`;
  return past.earlier === null ? average : `${average} of version ${past.earlier.version}, as version ${past.earlier.instead} has none yet`;
}

/** Due times of an average month; of a schedule that ends, of the months until then, at least of one. */
function monthly(timing: DueTiming, now: Date): number {
  if (timing.recurrence.kind === 'at') return 1;
  const usual = timing.recurrence.kind === 'cron' ? cronMonthly(timing.recurrence.cron) : monthMs / (timing.recurrence.everySec * 1000);
  if (!timing.end) return usual;
  const end = new Date(timing.end);
  const due = dueBetween(timing, now, end, countedOneByOne).length;
  if (due >= countedOneByOne) return usual;
  const begin = Math.max(now.getTime(), new Date(timing.start ?? now).getTime());
  return due / Math.max(1, (end.getTime() - begin) / monthMs);
}

const counted = createRecent<number>(1000);

/** Days that come in four years × times of a day, so that an expression of every minute costs no more than one of every day. */
function cronMonthly(cron: string): number {
  const known = counted.get(cron);
  if (known !== undefined) return known;
  const pattern = new CronPattern(cron, undefined, { mode: '5-part' });
  const times = set(pattern.minute) * set(pattern.hour);
  let days = 0;
  for (const day of cronTimes(`0 0 ${cron.split(' ').slice(2).join(' ')}`, new Date(years.from.getTime() - dayMs / 2))) {
    if (day >= years.below) break;
    days += 1;
  }
  const perMonth = (days * times) / years.months;
  counted.set(cron, perMonth);
  return perMonth;
}

function set(values: readonly number[]): number {
  return values.filter((value) => value !== 0).length;
}

function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 });
}

/** Cents, or below one of them two digits that say something. */
function dollars(usd: number): string {
  return usd >= 0.01
    ? `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
    : `$${usd === 0 ? '0' : usd.toPrecision(2)}`;
}
