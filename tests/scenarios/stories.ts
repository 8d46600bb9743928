import { expect } from 'vitest';
import type { Client } from '../../client/index.ts';
import type { LogLine } from '../../core/schemas/log.ts';
import type { PreviewBody, Run, StartRunBody } from '../../core/schemas/run.ts';

/** Runs a source and waits for its end. */
export async function givenRun(runlet: Client, source: string, how: Omit<PreviewBody, 'source'> = {}): Promise<Run> {
  const run = await runlet.previewRun({ query: { wait: 25 }, body: { source, ...how } });
  return ended(runlet, run);
}

/** Runs a saved script, in its live version unless the body names another, and waits for its end. */
export async function givenStarted(runlet: Client, script: string, body: StartRunBody = {}): Promise<Run> {
  return ended(runlet, await runlet.startRun({ params: { script }, query: { wait: 25 }, body }));
}

/** Runs again what a run was, and waits for the end of that. */
export async function givenRerun(runlet: Client, run: string): Promise<Run> {
  return ended(runlet, await runlet.rerunRun({ params: { run }, query: { wait: 25 } }));
}

/** Starts a source and waits until its log holds the text `ready`. */
export async function givenRunning(runlet: Client, source: string, how: Omit<PreviewBody, 'source'> = {}): Promise<Run> {
  const run = await runlet.previewRun({ body: { source, ...how } });
  await untilLogged(runlet, run.id, 'ready');
  return runlet.getRun({ params: { run: run.id } });
}

/** Follows the log until a line contains the text; fails when the run ends without it. */
export async function untilLogged(runlet: Client, run: string, text: string): Promise<void> {
  for await (const event of runlet.followRun({ params: { run } })) {
    if (event.type === 'log' && event.data.text.includes(text)) return;
    if (event.type === 'end') throw new Error(`the run ended before it logged ${text}: ${event.data.status}, ${event.data.message}`);
  }
}

/** The run once it has ended, however long that takes. */
export async function ended(runlet: Client, run: Run): Promise<Run> {
  let now = run;
  while (now.endedAt === null) now = await runlet.getRun({ params: { run: run.id }, query: { wait: 25 } });
  return now;
}

/** All lines of a run's log as far as it has come; the log of a run that has not ended always has a next cursor. */
export async function logOf(runlet: Client, run: string): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: LogLine[]; nextCursor: string | null } = await runlet.listLogs({
      params: { run },
      query: { limit: 1000, ...(cursor === null ? {} : { cursor }) },
    });
    lines.push(...page.items);
    cursor = page.items.length === 0 ? null : page.nextCursor;
  } while (cursor !== null);
  return lines;
}

export async function expectLog(runlet: Client, run: string, pattern: RegExp): Promise<void> {
  const lines = await logOf(runlet, run);
  expect(lines.map((line) => line.text).join('\n')).toMatch(pattern);
}

/** A sentence for a person: not empty, ends like one, and no more of the machine than it needs. */
export function expectSentence(text: string | null): void {
  expect(text).toMatch(/^[A-Z].{10,}[.)]$/s);
}
