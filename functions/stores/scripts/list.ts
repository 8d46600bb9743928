import type { Page } from '../../../core/schemas/paging.ts';
import type { Script } from '../../../core/schemas/script.ts';
import type { Table } from '../../ports/table.ts';
import { listPartition, scriptRecord } from './record.ts';

/** Which scripts are listed; `limit` is 50 unless said otherwise. */
export interface ScriptFilter {
  prefix?: string;
  label?: string;
  limit?: number;
  cursor?: string;
}

/** A rare label must not make one request read the whole list: after this many reads the page is short. */
const maxReads = 10;

/** A page of scripts by name. */
export async function listScripts(table: Table, { prefix, label, limit = 50, cursor }: ScriptFilter): Promise<Page<Script>> {
  const items: Script[] = [];
  let next = cursor;
  for (let reads = 0; reads < maxReads && items.length < limit; reads += 1) {
    const page = await table.query({ pk: listPartition, prefix, limit: limit - items.length, cursor: next });
    const scripts = page.rows.map(({ body }) => scriptRecord.parse(body));
    items.push(...scripts.filter(({ labels }) => label === undefined || labels.includes(label)));
    if (page.cursor === null) return { items, nextCursor: null };
    next = page.cursor;
  }
  return { items, nextCursor: next ?? null };
}
