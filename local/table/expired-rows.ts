import type { Statements } from './statements.ts';

/** Rows removed at most in one go, so that no request waits long for it. */
const batch = 500;
const everyMs = 60_000;

const removeExpired = `DELETE FROM rows WHERE rowid IN (
  SELECT rowid FROM rows WHERE expires_at IS NOT NULL AND expires_at <= ? ORDER BY expires_at LIMIT ${batch})`;

/** Removes rows whose time is over: at the start, then with writes, at most once a minute. */
export function createSweep(statements: Statements): () => void {
  let next = 0;
  return () => {
    const now = Date.now();
    if (now < next) return;
    const removed = statements.change(removeExpired, [Math.floor(now / 1000)]);
    next = removed === batch ? now : now + everyMs;
  };
}
