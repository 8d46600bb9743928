import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/schemas/json.ts';
import { indexNames, tableSchema } from '../../../core/table-schema.ts';
import type { IndexName } from '../../../core/table-schema.ts';
import type { Key, NewRow, Row } from '../../ports/table.ts';
import { checkKey } from '../../table/keys.ts';

export type Item = Record<string, AttributeValue>;

/** Attributes of our own beside those that `core/table-schema.ts` names. `writeId` tells a write that is sent twice from another's. */
export const own = { body: 'body', revision: 'revision', writeId: 'writeId' } as const;

/** Rows and their copies in indexes are billed by the KB, keys and names of attributes counted: a body that may not fit into one is compressed. */
const plainBytes = 512;
/** AWS docs, DynamoDB quotas: the greatest item, names of attributes counted. */
export const itemBytes = 400 * 1024;
/** What a number takes at most: AWS docs, "DynamoDB item sizes and formats". */
const numberBytes = 21;

/** Everything that a row may hold beside its key and revision; an attribute that this row does not have is null. */
export type Attributes = Record<string, AttributeValue | null>;

/** @throws RangeError for keys that no edition could store, AppError `too-large` for what DynamoDB does not take. */
export function attributesOf(row: NewRow, writeId: string): Attributes {
  checkKey(row);
  const attributes: Attributes = {
    [own.body]: packed(row.body),
    [own.writeId]: { S: writeId },
    [tableSchema.expiresAt]: row.expiresAt === undefined ? null : { N: String(row.expiresAt) },
  };
  for (const name of indexNames) {
    const place = row.index?.[name];
    if (place !== undefined) checkKey(place);
    const names = tableSchema.indexes[name];
    attributes[names.partitionKey] = place === undefined ? null : { S: place.pk };
    attributes[names.sortKey] = place === undefined ? null : { S: place.sk };
  }
  const bytes = sizeOf(attributes) + sizeOf({ ...itemKey(row), [own.revision]: { N: '' } });
  if (bytes > itemBytes)
    throw new AppError(
      'too-large',
      `The row ${row.pk} would have ${bytes} bytes; a row may have ${itemBytes}. Send large values as files.`,
    );
  return attributes;
}

export function itemKey({ pk, sk }: Key): Item {
  return { [tableSchema.partitionKey]: { S: pk }, [tableSchema.sortKey]: { S: sk } };
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const number = z.object({ N: z.string() }).transform(({ N }) => Number(N));
const body = z.union([z.object({ S: z.string() }), z.object({ B: z.instanceof(Uint8Array) })]).transform(unpacked);
const stored = z.object({
  [tableSchema.partitionKey]: text,
  [tableSchema.sortKey]: text,
  [own.body]: body,
  [own.revision]: number,
  [tableSchema.expiresAt]: number.optional(),
});

/** The row that was read. */
export function rowOf(item: Item): Row {
  const row = stored.parse(item);
  const index: Partial<Record<IndexName, Key>> = {};
  for (const name of indexNames) {
    const pk = item[tableSchema.indexes[name].partitionKey];
    if (pk !== undefined) index[name] = { pk: text.parse(pk), sk: text.parse(item[tableSchema.indexes[name].sortKey]) };
  }
  return { ...row, ...(Object.keys(index).length > 0 ? { index } : {}) };
}

function packed(value: JsonObject): AttributeValue {
  const json = JSON.stringify(value);
  return Buffer.byteLength(json) <= plainBytes ? { S: json } : { B: deflateRawSync(json) };
}

function unpacked(value: { S: string } | { B: Uint8Array }): JsonObject {
  const parsed: unknown = JSON.parse('S' in value ? value.S : inflateRawSync(value.B).toString());
  if (!isObject(parsed)) throw new Error('a body in the table is not a JSON object');
  return parsed;
}

/** What JSON.parse gives holds nothing but JSON, so its outermost form is all there is to check. */
function isObject(parsed: unknown): parsed is JsonObject {
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
}

/** The size by which DynamoDB limits and bills, in bytes; for numbers the greatest that they may have. */
export function sizeOf(attributes: Attributes): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) continue;
    bytes += Buffer.byteLength(name) + (value.S !== undefined ? Buffer.byteLength(value.S) : (value.B?.byteLength ?? numberBytes));
  }
  return bytes;
}
