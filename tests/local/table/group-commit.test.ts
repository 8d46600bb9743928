import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createGroupCommit } from '../../../local/table/group-commit.ts';

let db: DatabaseSync;
beforeEach(() => {
  db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE rows (name TEXT PRIMARY KEY) STRICT');
});
afterEach(() => db.close());

function add(name: string): () => boolean {
  return () => db.prepare('INSERT INTO rows VALUES (?)').run(name).changes === 1;
}

const names = () =>
  db
    .prepare('SELECT name FROM rows ORDER BY name')
    .all()
    .map(({ name }) => name);

test('what is asked for together is one commit, also by those who come from a promise', async () => {
  const group = createGroupCommit(db);
  const exec = vi.spyOn(db, 'exec');
  const later = async (name: string) => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    return group.write(add(name));
  };
  expect(await Promise.all([group.write(add('a')), group.write(add('b')), later('c')])).toEqual([true, true, true]);
  expect(exec.mock.calls.filter(([sql]) => sql === 'COMMIT')).toHaveLength(1);
  expect(names()).toEqual(['a', 'b', 'c']);
});

test('one whose conditions do not hold leaves nothing, and one that fails takes no other with it', async () => {
  const group = createGroupCommit(db);
  const undone = group.write(() => {
    add('half')();
    return false;
  });
  const failed = group.write(() => {
    add('broken')();
    return add('broken')();
  });
  const done = group.write(add('whole'));
  await expect(failed).rejects.toThrow(/UNIQUE/);
  expect([await undone, await done, names()]).toEqual([false, true, ['whole']]);
});

test('a commit that cannot be made is told to all of them, and the next one is as any other', async () => {
  const group = createGroupCommit(db);
  db.exec('BEGIN');
  const refused = await Promise.allSettled([group.write(add('a')), group.write(add('b'))]);
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await group.write(add('c'))).toBe(true);
  expect(names()).toEqual(['c']);
});

test('a flush writes at once what waits', async () => {
  const group = createGroupCommit(db);
  const written = group.write(add('a'));
  group.flush();
  expect(names()).toEqual(['a']);
  expect(await written).toBe(true);
});
