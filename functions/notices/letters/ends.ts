import type { Status } from '../../../core/run.ts';
import { unreachable } from '../../../core/unreachable.ts';
import { isReason } from '../../../core/reasons.ts';
import type { Reason } from '../../../core/reasons.ts';
import type { Story } from '../story.ts';
import { oneLine } from '../redact/plain-text.ts';
import { cut, duration } from './words.ts';

/** How it ended in a few words, for a subject: `failed: exit code 3`. */
export function endInBrief(story: Story): string {
  const { record } = story;
  const why = whyInBrief(story);
  if (record.status === 'TIMED_OUT') return `timed out after ${duration(record.limits.timeoutSec * 1000)}`;
  const verbs: Partial<Record<Status, string>> = {
    SUCCEEDED: 'succeeded',
    CANCELED: 'was canceled',
    SKIPPED: 'was skipped',
    CRASHED: 'crashed',
  };
  return `${verbs[record.status] ?? 'failed'}${why}`;
}

/** Why in a few words, behind a colon: `: exit code 3`. */
export function whyInBrief(story: Pick<Story, 'record' | 'clean' | 'isKnown'>): string {
  const { reason } = story.record;
  const brief = reason !== null && isReason(reason) ? briefly(reason, story) : '';
  return brief === '' ? '' : `: ${brief}`;
}

function briefly(reason: Reason, { record, clean, isKnown }: Pick<Story, 'record' | 'clean' | 'isKnown'>): string {
  switch (reason) {
    case 'exit-nonzero':
      return `exit code ${record.exitCode ?? '?'}`;
    case 'exception':
      return record.exception === null || !isKnown
        ? 'exception'
        : oneLine(clean(`${record.exception.type}: ${cut(record.exception.message, 100_000)}`));
    case 'signal':
      return `signal ${record.signal ?? '?'}`;
    case 'out-of-memory':
      return `out of memory (${record.limits.memoryMiB} MiB)`;
    case 'canceled-by-user':
      return '';
    case 'trigger-declined':
      return 'its trigger() said no';
    case 'overlap':
      return 'the one before still ran';
    case 'lost':
      return 'its process is gone';
    case 'timeout':
    case 'cpu-limit':
    case 'output-limit':
    case 'file-limit':
    case 'process-limit':
    case 'result-limit':
    case 'policy-violation':
    case 'invalid-output':
    case 'invalid-input':
    case 'queue-timeout':
    case 'start-timeout':
    case 'start-failed':
      return reason.replaceAll('-', ' ');
    default:
      return unreachable(reason);
  }
}

/** What a person can do about a run that ended so; the record's own sentence says what happened. */
export function adviceFor({ record }: Pick<Story, 'record'>): string | null {
  const { reason, limits } = record;
  if (reason === null || !isReason(reason)) return null;
  switch (reason) {
    case 'exit-nonzero':
    case 'exception':
    case 'signal':
      return 'read the end of its log, mend the script, and run it again.';
    case 'timeout':
      return `if the script needs so long, raise timeoutSec (${limits.timeoutSec} now); else look in its log for where it stood still.`;
    case 'cpu-limit':
      return `look for an endless loop, or raise cpuSec (${limits.cpuSec} now).`;
    case 'out-of-memory':
      return `raise memoryMiB (${limits.memoryMiB} now), or give it a retry policy, which raises it for the next attempt.`;
    case 'invalid-input':
    case 'invalid-output':
    case 'policy-violation':
    case 'result-limit':
    case 'output-limit':
    case 'file-limit':
    case 'process-limit':
      return 'mend what the sentence above names, and run it again.';
    case 'queue-timeout':
      return 'start fewer runs at once or allow more of them, and run it again.';
    case 'start-timeout':
    case 'start-failed':
      return 'the script was not run; run it again, and if it stays so see what `runlet doctor` says.';
    case 'lost':
      return 'its end is not known; run it again if running it twice does no harm.';
    case 'canceled-by-user':
    case 'overlap':
    case 'trigger-declined':
      return null;
    default:
      return unreachable(reason);
  }
}
