import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Query } from '../../../functions/ports/table.ts';
import type { Position } from '../../../functions/table/cursor.ts';
import { select } from '../../../local/table/query-rows.ts';
import { openTable } from '../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const key = { pk: 'COUNTER', sk: 'META' };
const always = { kind: 'none' } as const;
let folder: string;
let path: string;

beforeEach(() => {
  folder = temporaryFolder('sqlite');
  path = join(folder, 'runlet.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function givenWriter(times: number) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'write-until-killed.ts'), path, String(times)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  return { child, ended: once(child, 'close'), told: () => told.trim().split('\n').filter(Boolean).map(Number) };
}

function planOf(query: Query, position: Position | null): string[] {
  const { sql, values } = select(query, position);
  const db = new DatabaseSync(path);
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  db.close();
  return plan.map((step) => String(step['detail']));
}

async function readCounter(): Promise<unknown> {
  const table = openTable(path);
  const row = await table.get(key);
  table.close();
  return row?.body['count'];
}

describe('the SQLite table', () => {
  it('lets several processes open a new file and write to it at once without losing a write', async () => {
    const writers = [givenWriter(100), givenWriter(100), givenWriter(100)];
    await Promise.all(writers.map((writer) => writer.ended));
    expect(await readCounter()).toBe(300);
    expect(writers.flatMap((writer) => writer.told()).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
  });

  it('keeps every acknowledged write of a process that is killed', async () => {
    const writer = givenWriter(1_000_000);
    await once(writer.child.stdout, 'data');
    writer.child.kill('SIGKILL');
    await writer.ended;
    expect(await readCounter()).toBeGreaterThanOrEqual(writer.told().at(-1) ?? Number.NaN);
  });

  it('tells that another connection has written, and nothing of its own writes', async () => {
    const [ours, theirs] = [openTable(path), openTable(path)];
    const before = ours.externalChanges();
    await ours.put({ ...key, body: {} }, always);
    expect(ours.externalChanges()).toBe(before);
    await theirs.put({ ...key, body: {} }, always);
    expect(ours.externalChanges()).not.toBe(before);
    ours.close();
    theirs.close();
  });

  it('removes rows whose time is over when it is opened', async () => {
    const first = openTable(path);
    await first.put({ ...key, body: {}, expiresAt: 1 }, always);
    await first.put({ ...key, sk: 'LATER', body: {}, expiresAt: 4_000_000_000 }, always);
    first.close();
    const second = openTable(path);
    expect((await second.query({ pk: key.pk, limit: 9 })).rows.map((row) => row.sk)).toEqual(['LATER']);
    second.close();
  });

  it.each([undefined, 'runs', 'script', 'out', 'due'] as const)(
    'seeks in index order, never sorting and never walking, index %s',
    (index) => {
      openTable(path).close();
      const columns = index === undefined ? ['pk', 'sk'] : [`${index}_pk`, `${index}_sk`];
      for (const position of [null, { order: 'o', pk: 'p', sk: 's' }]) {
        const [step, ...others] = planOf({ index, pk: 'P', from: 'a', descending: true, limit: 50 }, position);
        expect(others).toEqual([]);
        expect(step).toMatch(
          index === undefined ? /^SEARCH rows USING INDEX sqlite_autoindex/ : new RegExp(`^SEARCH rows USING INDEX by_${index} `),
        );
        expect(step).toContain(`${columns[0]}=? AND `);
      }
    },
  );

  it('refuses a file that a newer program made', () => {
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(() => openTable(path)).toThrow(/newer Runlet/);
  });
});
