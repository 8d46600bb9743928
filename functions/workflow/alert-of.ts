import type { Alert } from '../../core/schemas/steps.ts';
import type { Status } from '../../core/run.ts';
import type { Services } from '../services.ts';
import type { RunRecord } from '../stores/runs/record.ts';

const alarming: readonly Status[] = ['FAILED', 'TIMED_OUT', 'CRASHED'];

/** How much of the log a message carries: the execution's payload is bounded, and mail is read on phones. */
const [lastLines, lineLength] = [20, 500];
/** What mail of every carrier takes as a subject. */
const subjectLength = 100;

/** The message that tells people of a run that did not end well; null for all others. It carries neither input nor environment, which may hold secrets. */
export async function alertOf({ stores }: Pick<Services, 'stores'>, record: RunRecord): Promise<Alert | null> {
  if (!alarming.includes(record.status)) return null;
  const script = record.script ?? 'a preview';
  const { items } = await stores.logs.page(record.id, { tail: lastLines, limit: lastLines }, true);
  const log = items.map(({ text }) => `  ${shown(text)}`);
  const message = [
    `${script}${record.version === null ? '' : `, version ${record.version}`}: ${record.status}${record.reason === null ? '' : ` (${record.reason})`}`,
    record.message ?? '',
    '',
    `Run: ${record.id}`,
    `Ran for: ${duration(record)}`,
    `See: /v1/runs/${record.id}`,
    '',
    ...(log.length === 0 ? ['The run left no output.'] : [`The last lines of its log:`, ...log]),
    '',
    'To get no more of these messages, unsubscribe by the link that comes with them, or ask whoever runs this installation.',
  ].join('\n');
  return { subject: subject(`Runlet: ${script} ${record.status}`), message, runId: record.id, status: record.status, script };
}

function subject(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, subjectLength);
}

function shown(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
  return plain.length > lineLength ? `${plain.slice(0, lineLength)}…` : plain;
}

function duration({ startedAt, phases }: RunRecord): string {
  return startedAt === null ? 'it never began' : `${((phases['runningMs'] ?? 0) / 1000).toFixed(1)} s`;
}
