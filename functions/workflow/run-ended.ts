import { runUsd } from '../../core/run-cost.ts';
import { sandboxSize } from '../../core/sandbox.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import { countEnded } from './count-ended.ts';
import type { EndingParts } from './parts.ts';

/** What each ended run is told as in the operator's log. */
export const runEndedMessage = 'run ended';

/**
 * Counts a run that has just ended and tells of it in one line of the operator's log, from which dashboards ask what concerns single
 * scripts. Its fields, absent where they are not known: `runId`, `script`, `scriptId`, `version`, `attempt`, `status`, `reason`,
 * `trigger`; `wallMs`, `cpuMs`, `peakMemoryMiB`, `outputBytes`; each phase under its own name (`queuedMs`, `startingMs`, `runningMs`,
 * `reportingMs`, `placedMs`, …); `cpu` (vCPU) and `memoryMiB` of the sandbox; `estimatedUsd`.
 */
export function runEnded({ metrics, settings, stores }: Pick<EndingParts, 'metrics' | 'settings' | 'stores'>, record: RunRecord): void {
  const { phases, metrics: used } = record;
  countEnded(metrics, record);
  const size = sandboxSize(record.limits, record.cpu);
  const facts = {
    runId: record.id,
    script: record.script,
    scriptId: record.scriptId,
    version: record.version,
    attempt: record.attempt,
    status: record.status,
    reason: record.reason,
    trigger: record.trigger.kind,
    wallMs: used?.wallMs,
    cpuMs: used && used.cpuUserMs + used.cpuSystemMs,
    peakMemoryMiB: used?.peakMemoryMiB,
    outputBytes: used?.outputBytes,
    ...phases,
    ...size,
    estimatedUsd: estimatedUsd(record, size, stores.now()),
  };
  settings.log('info', runEndedMessage, Object.fromEntries(known(facts)));
}

function known(facts: Record<string, string | number | null | undefined>): [string, string | number][] {
  return Object.entries(facts).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]]));
}

/** What the run has cost from its place to its end, in dollars; nothing when it had none. Each attempt that was repeated counts as a run, from its script's start. */
export function estimatedUsd(record: RunRecord, size: { cpu: number; memoryMiB: number }, now: Date): number {
  const { admittedAt, endedAt, attempts, limits, cpu } = record;
  const spans = attempts.map((one) => {
    const past = sandboxSize({ ...limits, memoryMiB: one.memoryMiB }, cpu);
    return runUsd(secondsBetween(one.startedAt ?? one.endedAt, one.endedAt), past);
  });
  if (admittedAt !== null) spans.push(runUsd(secondsBetween(admittedAt, endedAt ?? now.toISOString()), size));
  return Math.round(spans.reduce((sum, usd) => sum + usd, 0) * 1e6) / 1e6;
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
