import { prices } from '../../core/prices.ts';
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

/** Fargate bills at least a minute; all goes well in five transitions. */
const [billedSecAtLeast, transitions] = [60, 5];

/** What the run has cost, to the microdollar: its sandbox with an address from its place to its end, and its workflow. Taken for one on ARM,
 *  which functions are not told; one on x86_64 is a quarter dearer. */
export function estimatedUsd(record: RunRecord, size: { cpu: number; memoryMiB: number }, now: Date): number {
  if (record.admittedAt === null) return 0;
  const sec = Math.max(billedSecAtLeast, (Date.parse(record.endedAt ?? now.toISOString()) - Date.parse(record.admittedAt)) / 1000);
  const { vcpuHour, gibHour } = prices.fargate.arm64;
  const hourly = size.cpu * vcpuHour + (size.memoryMiB / 1024) * gibHour + prices.addressHour;
  return Math.round(((sec / 3600) * hourly + transitions * prices.transition) * 1e6) / 1e6;
}
