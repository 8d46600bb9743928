import { unreachable } from '../../core/unreachable.ts';
import type { Condition, Key, NewRow, Write } from '../../functions/ports/table.ts';
import { checkKey } from '../../functions/table/keys.ts';
import { cellsOf, columns } from './row-cells.ts';
import type { Statements } from './statements.ts';

const marks = columns.map(() => '?').join(', ');
const insert = `INSERT INTO rows (${columns.join(', ')}, revision) VALUES (${marks}, 1) ON CONFLICT (pk, sk)`;
const putAlways = `${insert} DO UPDATE SET revision = revision + 1, ${columns
  .slice(2)
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')}`;
const putAbsent = `${insert} DO NOTHING`;
const putRevision = `UPDATE rows SET revision = revision + 1, ${columns
  .slice(2)
  .map((name) => `${name} = ?`)
  .join(', ')} WHERE pk = ? AND sk = ? AND revision = ?`;
const removeAlways = 'DELETE FROM rows WHERE pk = ? AND sk = ?';
const removeRevision = `${removeAlways} AND revision = ?`;
const revisionOf = 'SELECT revision FROM rows WHERE pk = ? AND sk = ?';

/** Writes one row in one statement, which is its own transaction; false when the condition does not hold. */
export function writePut(statements: Statements, row: NewRow, condition: Condition): boolean {
  const cells = cellsOf(row);
  switch (condition.kind) {
    case 'none':
      return statements.change(putAlways, cells) > 0;
    case 'absent':
      return statements.change(putAbsent, cells) > 0;
    case 'revision':
      return statements.change(putRevision, [...cells.slice(2), row.pk, row.sk, condition.revision]) > 0;
    default:
      return unreachable(condition);
  }
}

/** Removes one row in one statement. Only with the condition `none` or `absent` is it fine that there is none. */
export function writeRemove(statements: Statements, key: Key, condition: Condition): boolean {
  checkKey(key);
  switch (condition.kind) {
    case 'none':
      statements.change(removeAlways, [key.pk, key.sk]);
      return true;
    case 'absent':
      return holds(statements, key, condition);
    case 'revision':
      return statements.change(removeRevision, [key.pk, key.sk, condition.revision]) > 0;
    default:
      return unreachable(condition);
  }
}

/** Does one write of a transaction. */
export function write(statements: Statements, one: Write): boolean {
  switch (one.kind) {
    case 'put':
      return writePut(statements, one.row, one.condition);
    case 'remove':
      return writeRemove(statements, one.key, one.condition);
    case 'check':
      return holds(statements, one.key, one.condition);
    default:
      return unreachable(one);
  }
}

function holds(statements: Statements, key: Key, condition: Condition): boolean {
  checkKey(key);
  if (condition.kind === 'none') return true;
  const found = statements.one(revisionOf, [key.pk, key.sk]);
  return condition.kind === 'absent' ? found === undefined : found?.['revision'] === condition.revision;
}
