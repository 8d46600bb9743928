import { encodeTime } from 'ulid';
import type { Page } from '../../../core/schemas/paging.ts';
import type { RunSummary } from '../../../core/schemas/run.ts';
import { runSummary } from '../../../core/schemas/run.ts';
import { isTerminal } from '../../../core/run.ts';
import type { Status } from '../../../core/run.ts';
import type { Query, Row } from '../../ports/table.ts';
import { readable } from '../readable.ts';
import type { RunsContext } from './context.ts';
import { isExpired } from './expired.ts';
import { outPartition } from './record.ts';

export interface RunFilter {
  scriptId?: string;
  status?: Status;
  reason?: string;
  trigger?: string;
  after?: string;
  before?: string;
  limit?: number;
  cursor?: string;
}

/** Rows looked at for one page at most; a page may be short, its cursor goes on. */
const scanBudget = 2000;

/**
 * A page of runs, newest first. The narrowest index answers; what it cannot tell is filtered here.
 * @throws AppError `bad-request` for a cursor of another query.
 */
export async function listRuns(context: RunsContext, filter: RunFilter): Promise<Page<RunSummary>> {
  const limit = filter.limit ?? 50;
  const source = sourceOf(filter);
  const items: RunSummary[] = [];
  let cursor = filter.cursor ?? null;
  for (let looked = 0; looked < scanBudget;) {
    const wanted = limit - items.length;
    const query: Query = {
      ...source.query,
      limit: source.exact ? wanted : Math.min(1000, Math.max(wanted, 200)),
      ...(cursor === null ? {} : { cursor }),
    };
    const page = await context.table.query(query);
    const fitting = page.rows.filter((row) => fits(row, filter) && !isExpired(context, row));
    items.push(...readable(fitting.slice(0, wanted), runSummary, context.log));
    if (fitting.length > wanted || items.length === limit)
      return { items, nextCursor: await cursorAfter(context, query, page.rows, fitting[wanted - 1], page.cursor) };
    cursor = page.cursor;
    looked += page.rows.length;
    if (cursor === null) break;
  }
  return { items, nextCursor: cursor };
}

/** The narrowest index; `exact` when nothing is left to be filtered. Runs under way are few: they stand in the sparse index of deadlines. */
function sourceOf(filter: RunFilter): { query: Omit<Query, 'limit'>; exact: boolean } {
  const { status, scriptId } = filter;
  const exact = filter.reason === undefined && filter.trigger === undefined;
  if (status !== undefined && !isTerminal(status)) return { query: { index: 'due', pk: 'DUE', descending: true }, exact: false };
  const order = {
    descending: true,
    ...(filter.after ? { from: `run_${ulidTime(filter.after)}` } : {}),
    ...(filter.before ? { below: `run_${ulidTime(filter.before)}` } : {}),
  };
  if (status !== undefined)
    return { query: { index: scriptId === undefined ? 'out' : 'ended', pk: outPartition(status, scriptId), ...order }, exact };
  if (scriptId !== undefined) return { query: { index: 'script', pk: `SCR#${scriptId}`, ...order }, exact };
  return { query: { index: 'runs', pk: 'RUNS', ...order }, exact };
}

function fits(row: Row, filter: RunFilter): boolean {
  const { status, reason, scriptId, trigger, createdAt } = row.body;
  const kind = typeof trigger === 'object' && trigger !== null && !Array.isArray(trigger) ? trigger['kind'] : null;
  const created = typeof createdAt === 'string' ? Date.parse(createdAt) : 0;
  return (
    (filter.status === undefined || status === filter.status) &&
    (filter.reason === undefined || reason === filter.reason) &&
    (filter.scriptId === undefined || scriptId === filter.scriptId) &&
    (filter.trigger === undefined || kind === filter.trigger) &&
    (filter.after === undefined || created >= Date.parse(filter.after)) &&
    (filter.before === undefined || created < Date.parse(filter.before))
  );
}

/** The cursor behind the last row that was given, when more rows were read than given: the page is read again up to it. */
async function cursorAfter(
  context: RunsContext,
  query: Query,
  rows: Row[],
  last: Row | undefined,
  cursor: string | null,
): Promise<string | null> {
  const place = rows.findIndex((row) => row === last);
  if (place === rows.length - 1) return cursor;
  return (await context.table.query({ ...query, limit: place + 1 })).cursor;
}

/** How the ids begin that are made at that instant; no id is older than 1970. */
function ulidTime(instant: string): string {
  return encodeTime(Math.max(0, Date.parse(instant)), 10);
}
