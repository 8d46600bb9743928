import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { JsonObject } from '../../core/schemas/json.ts';
import { indexNames } from '../../core/table-schema.ts';
import type { IndexName } from '../../core/table-schema.ts';
import type { Key, NewRow, Row } from '../../functions/ports/table.ts';
import { checkKey } from '../../functions/table/keys.ts';
import type { Cells } from './statements.ts';

/** The columns of a row but its revision, in the order of `cellsOf`. */
export const columns = ['pk', 'sk', 'body', 'expires_at', ...indexNames.flatMap((name) => [`${name}_pk`, `${name}_sk`])];

/** The values of a row for `columns`. */
export function cellsOf(row: NewRow): SQLInputValue[] {
  checkKey(row);
  const places = indexNames.flatMap((name) => {
    const place = row.index?.[name];
    if (place !== undefined) checkKey(place);
    return [place?.pk ?? null, place?.sk ?? null];
  });
  return [row.pk, row.sk, JSON.stringify(row.body), row.expiresAt ?? null, ...places];
}

/** The row that was read. */
export function rowOf(cells: Cells): Row {
  const index: Partial<Record<IndexName, Key>> = {};
  for (const name of indexNames) {
    const pk = cells[`${name}_pk`];
    if (typeof pk === 'string') index[name] = { pk, sk: text(cells[`${name}_sk`]) };
  }
  const expiresAt = cells['expires_at'];
  return {
    pk: text(cells['pk']),
    sk: text(cells['sk']),
    body: bodyOf(text(cells['body'])),
    revision: Number(cells['revision']),
    ...(Object.keys(index).length > 0 ? { index } : {}),
    ...(typeof expiresAt === 'number' ? { expiresAt } : {}),
  };
}

/** The cell as the text that its column holds. */
export function text(cell: SQLOutputValue | undefined): string {
  if (typeof cell !== 'string') throw new Error(`a text was expected in the table's file, got ${typeof cell}`);
  return cell;
}

function bodyOf(json: string): JsonObject {
  const body: unknown = JSON.parse(json);
  if (!isObject(body)) throw new Error("a body in the table's file is not a JSON object");
  return body;
}

/** What JSON.parse gives holds nothing but JSON, so its outermost form is all there is to check. */
function isObject(parsed: unknown): parsed is JsonObject {
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
}
