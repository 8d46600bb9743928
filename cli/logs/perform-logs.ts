import type { Client } from '../../client/index.ts';
import type { LogLine } from '../../core/schemas/log.ts';
import { connect } from '../connect.ts';
import { onStdoutClosed, write, writeJson } from '../output/terminal.ts';
import { printLogLine } from '../run/print-event.ts';
import { UsageError } from '../usage-error.ts';

const pageLines = 10_000;

/** Does `runlet logs`. With `json` the lines are collected and printed as one document. */
export async function performLogs(
  run: string | undefined,
  { json, follow, tail, attempt }: { json: boolean; follow: boolean; tail?: number; attempt?: number },
): Promise<void> {
  await using connection = await connect();
  const runId = run ?? (await newestRun(connection.client));
  const kept: LogLine[] = [];
  const lines = follow ? followed(connection.client, runId, tail) : read(connection.client, runId, { tail, attempt });
  let isRead = true;
  onStdoutClosed(() => {
    isRead = false;
  });
  for await (const line of lines) {
    if (json) kept.push(line);
    else await printLogLine(line, 'own-stream');
    if (!isRead) break;
  }
  if (json) await writeJson({ run: runId, items: kept });
}

async function newestRun(client: Client): Promise<string> {
  const {
    items: [newest],
  } = await client.listRuns({ query: { limit: 1 } });
  if (newest === undefined) throw new UsageError('There is no run yet; `runlet run hello.py` makes one.');
  await write('stderr', `${newest.id}\n`);
  return newest.id;
}

/** What is there now. While the run goes on there is always a cursor, so an empty page that leads nowhere is the end, too. */
async function* read(
  client: Client,
  run: string,
  { tail, attempt }: { tail?: number | undefined; attempt?: number | undefined },
): AsyncGenerator<LogLine, void, void> {
  const params = { run };
  const of = attempt === undefined ? {} : { attempt };
  let page = await client.listLogs({ params, query: tail === undefined ? { limit: pageLines, ...of } : { tail, ...of } });
  yield* page.items;
  // The last lines are asked for as a whole; a cursor behind them would only wait for more.
  if (tail !== undefined) return;
  for (let before: string | null = null; page.nextCursor !== null && (page.items.length > 0 || page.nextCursor !== before);) {
    before = page.nextCursor;
    page = await client.listLogs({ params, query: { limit: pageLines, cursor: before, ...of } });
    yield* page.items;
  }
}

/** The last lines first when asked for, and then, without a gap, what comes. */
async function* followed(client: Client, run: string, tail?: number): AsyncGenerator<LogLine, void, void> {
  let shown = -1;
  if (tail !== undefined) {
    const page = await client.listLogs({ params: { run }, query: { tail } });
    yield* page.items;
    shown = page.items.at(-1)?.seq ?? -1;
  }
  let first: number | null = null;
  for await (const event of client.followRun({ params: { run } })) {
    if (event.type !== 'log') continue;
    const attempt = event.data.attempt ?? 1;
    first ??= attempt;
    // The lines of a further attempt are counted anew.
    if (attempt !== first || event.data.seq > shown) yield event.data;
  }
}
