import type { Run } from '../../core/schemas/run.ts';
import { duration, mebibytes } from './quantities.ts';

/** The four clocks of a run, in the order in which they tick. */
const clocks = ['queuedMs', 'startingMs', 'runningMs', 'reportingMs'] as const;
/** The finer phases, each under the clock that it is part of. */
const finer = { queuedMs: [], startingMs: ['placedMs', 'bootedMs', 'unpackedMs'], runningMs: [], reportingMs: ['collectedMs'] } as const;

type Ended = Pick<Run, 'status' | 'reason' | 'exitCode' | 'signal' | 'metrics' | 'phases'>;

/** The one line in which a run ends: status, reason, wall, peak memory, start phases. */
export function lastLine(run: Ended): string {
  const told = run.metrics === null ? [] : [`wall ${duration(run.metrics.wallMs)}`, `peak memory ${mebibytes(run.metrics.peakMemoryMiB)}`];
  return [head(run), ...told, phases(run.phases)].filter((part) => part !== '').join(' · ');
}

function head(run: Ended): string {
  const how = [run.reason, ending(run)].filter((part) => part !== null).join(', ');
  return how === '' ? run.status : `${run.status} (${how})`;
}

function ending({ reason, exitCode, signal }: Ended): string | null {
  if (signal !== null) return `signal ${signal}`;
  return reason !== null && exitCode !== null ? `exit code ${exitCode}` : null;
}

function phases(known: Record<string, number>): string {
  const parts = clocks.flatMap((clock) => {
    const ms = known[clock];
    if (ms === undefined) return [];
    const inside = finer[clock].flatMap((name) => (known[name] === undefined ? [] : [`${word(name)} ${duration(known[name])}`]));
    return [`${word(clock)} ${duration(ms)}${inside.length === 0 ? '' : ` (${inside.join(', ')})`}`];
  });
  return parts.join(', ');
}

function word(phase: string): string {
  return phase.replace(/Ms$/, '');
}
