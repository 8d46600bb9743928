import * as z from 'zod';
import { dataPaths } from '../../local/paths.ts';
import { openTable } from '../../local/table/sqlite-table.ts';
import type { Bench, Report } from '../bench.ts';
import type { Connection } from '../connection.ts';
import { compared, plain } from '../figures.ts';
import type { Figure } from '../figures.ts';
import { fillRuns } from '../fill-runs.ts';
import type { ScriptOfRuns } from '../fill-runs.ts';
import { alternate, seriesOf, timed } from '../measure.ts';
import type { Case } from '../measure.ts';
import { startServer } from '../server.ts';
import type { Server } from '../server.ts';
import { spawned } from '../spawned.ts';

const few = 1000;
const bare = 'python3 hello.py';
const scriptNames = ['report', 'backup', 'check', 'import'];
const filters = new Map([
  ['by status', 'status=FAILED'],
  ['by script', 'script=check'],
]);
const created = z.object({ id: z.string(), name: z.string(), version: z.object({ sha256: z.string() }) });
const page = z.object({ items: z.array(z.object({ id: z.string() })).length(50), nextCursor: z.string().nullable() });
const walked = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });

/** Pages of 50 runs, the first and one in the middle, among many runs against few. */
export async function list(bench: Bench): Promise<Report> {
  const many = bench.rows ?? 1_000_000;
  const fillingMs = await timed(async () => fill(bench, 'many', many));
  await fill(bench, 'few', few);
  await using manyRuns = await startServer(bench, `${bench.folder}/many`);
  await using fewRuns = await startServer(bench, `${bench.folder}/few`);
  const cases: Case[] = [{ name: bare, once: () => spawned(bench.python.path, [bench.hello]) }];
  for (const [label, filter] of filters) {
    cases.push(
      ...(await pages(fewRuns, `${label}, of ${few}`, filter, few)),
      ...(await pages(manyRuns, `${label}, of ${many}`, filter, many)),
    );
  }
  const series = await alternate(cases, bench.rounds ?? 100, 5);
  const baseline = seriesOf(series, bare);
  const figures: Figure[] = [plain(baseline)];
  for (const label of filters.keys()) {
    for (const place of ['first page', 'middle page']) {
      const small = seriesOf(series, `${place} ${label}, of ${few}`);
      const large = seriesOf(series, `${place} ${label}, of ${many}`);
      figures.push(plain(small), compared(large, small, 1.5), compared(large, baseline, 0.3));
    }
  }
  return { figures, notes: [`${many} runs were written in ${Math.round(fillingMs / 1000)} s.`] };
}

/** Scripts are saved through the server; their runs are written while it is down. */
async function fill(bench: Bench, name: string, count: number): Promise<void> {
  const data = `${bench.folder}/${name}`;
  const scripts: ScriptOfRuns[] = [];
  {
    await using server = await startServer(bench, data);
    for (const script of scriptNames) {
      const { id, version } = await server.connection.post('/v1/scripts', { name: script, source: `print("${script}")\n` }, created);
      scripts.push({ id, name: script, sha256: version.sha256 });
    }
  }
  const table = openTable(dataPaths(data).table);
  await fillRuns(table, scripts, count);
  table.close();
}

async function pages(server: Server, label: string, filter: string, count: number): Promise<Case[]> {
  const { connection } = server;
  const middle = await cursorInTheMiddle(connection, filter, count);
  const get = (rest: string) => () => connection.get(`/v1/runs?limit=50&${filter}${rest}`, page);
  return [
    { name: `first page ${label}`, once: get('') },
    { name: `middle page ${label}`, once: get(`&cursor=${encodeURIComponent(middle)}`) },
  ];
}

/** Walks to the middle of the list, as a program that reads all of it would; these pages are not timed. */
async function cursorInTheMiddle(connection: Connection, filter: string, count: number): Promise<string> {
  const share = filter.startsWith('status') ? 0.2 : 1 / scriptNames.length;
  const limit = Math.min(200, Math.floor((count * share) / 4));
  let cursor = '';
  for (let seen = 0; seen < (count * share) / 2;) {
    const { items, nextCursor } = await connection.get(
      `/v1/runs?limit=${limit}&${filter}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      walked,
    );
    if (nextCursor === null) throw new Error('the list ended before its middle');
    cursor = nextCursor;
    seen += items.length;
  }
  return cursor;
}
