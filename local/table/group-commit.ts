import type { DatabaseSync } from 'node:sqlite';

/** What one caller wants written; false, and nothing written, when its conditions do not hold. */
type Change = () => boolean;

interface Waiting {
  change: Change;
  resolve: (done: boolean) => void;
  reject: (error: unknown) => void;
}

/** Commits together what is asked for together. */
export interface GroupCommit {
  /** Resolves once the change is durable, or was not made. A change that fails takes no other with it. */
  write(change: Change): Promise<boolean>;
  /** Writes what waits, now. */
  flush(): void;
}

/** What a commit costs is the disk's word that it has the pages, and that word is as good for many changes as for one. All that callers have
 *  asked for when nobody has anything more to do but wait is one commit; whoever comes alone waits for nobody. */
export function createGroupCommit(db: DatabaseSync): GroupCommit {
  let waiting: Waiting[] = [];
  const flush = () => {
    const group = waiting;
    waiting = [];
    if (group.length > 0) commit(db, group);
  };
  return {
    write: (change) =>
      new Promise((resolve, reject) => {
        // Behind all promises that can go on by themselves, so that each of them can still join.
        if (waiting.push({ change, resolve, reject }) === 1) process.nextTick(flush);
      }),
    flush,
  };
}

function commit(db: DatabaseSync, group: readonly Waiting[]): void {
  const tellers: (() => void)[] = [];
  try {
    // IMMEDIATE takes the write lock first: a transaction that began by reading could find its snapshot outdated and fail.
    db.exec('BEGIN IMMEDIATE');
    for (const one of group) tellers.push(attempt(db, one));
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    for (const { reject } of group) reject(error);
    return;
  }
  for (const tell of tellers) tell();
}

/** Makes one change and gives what is told of it once all are durable. @throws what ended the whole transaction. */
function attempt(db: DatabaseSync, { change, resolve, reject }: Waiting): () => void {
  db.exec('SAVEPOINT one');
  try {
    const done = change();
    db.exec(done ? 'RELEASE one' : 'ROLLBACK TO one; RELEASE one');
    return () => resolve(done);
  } catch (error) {
    if (!db.isTransaction) throw error;
    db.exec('ROLLBACK TO one; RELEASE one');
    return () => reject(error);
  }
}
