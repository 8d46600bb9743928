import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableSchema } from '../../../core/table-schema.ts';
import type { Query, QueryPage } from '../../ports/table.ts';
import { decodeCursor, encodeCursor } from '../../table/cursor.ts';
import type { Position } from '../../table/cursor.ts';
import { behindPrefix, compareBytes, earlier, later } from '../../table/key-order.ts';
import { faultOf } from '../../table/keys.ts';
import { checkLimit } from '../../table/requests.ts';
import type { Clients } from '../clients/index.ts';
import { answered } from './faults.ts';
import { itemKey, rowOf } from './items.ts';
import type { Item } from './items.ts';

type Sdk = Awaited<ReturnType<Clients['dynamodb']>>['sdk'];

/** One page. DynamoDB's own pages end after 1 MB, so several may be read for it; one row more than wanted tells whether any are left. */
export async function queryRows(
  { client, sdk }: { client: DynamoDBClient; sdk: Sdk },
  tableName: string,
  query: Query,
): Promise<QueryPage> {
  checkLimit(query);
  const position = decodeCursor(query);
  const names = query.index === undefined ? tableSchema : tableSchema.indexes[query.index];
  const range = rangeOf(query);
  const items: Item[] = [];
  let start = position === null ? undefined : startOf(query, position);
  do {
    if (range === null) break;
    const command = new sdk.QueryCommand({
      TableName: tableName,
      IndexName: query.index,
      // AWS docs, Query: indexes know no consistent reads.
      ConsistentRead: query.index === undefined,
      KeyConditionExpression: range.expression,
      ExpressionAttributeNames: { '#pk': names.partitionKey, ...(range.expression.includes('#sk') ? { '#sk': names.sortKey } : {}) },
      ExpressionAttributeValues: { ':pk': { S: query.pk }, ...range.values },
      ScanIndexForward: query.descending !== true,
      Limit: query.limit + 1 - items.length,
      ExclusiveStartKey: start,
    });
    const page = await answered(client.send(command));
    items.push(...(page.Items ?? []).filter((item) => item[names.sortKey]?.S !== range.without));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && items.length <= query.limit);
  const rows = items.slice(0, query.limit).map(rowOf);
  const last = rows.at(-1);
  const order = last && (query.index === undefined ? last.sk : last.index?.[query.index]?.sk);
  const more = items.length > query.limit && last !== undefined && order !== undefined;
  return { rows, cursor: more ? encodeCursor(query, { order, pk: last.pk, sk: last.sk }) : null };
}

interface Range {
  expression: string;
  values: Item;
  /** DynamoDB's BETWEEN takes its upper end in; a row with this sort key is not wanted. */
  without: string | null;
}

/** The one condition on sort keys that DynamoDB allows; null when nothing can fit. */
function rangeOf({ pk, prefix, from, below }: Query): Range | null {
  if (faultOf({ pk, sk: 'any' }) !== null || below === '') return null;
  const whole = { expression: '#pk = :pk', values: {}, without: null };
  if (prefix && !from && below === undefined)
    return { ...whole, expression: `${whole.expression} AND begins_with(#sk, :low)`, values: { ':low': { S: prefix } } };
  const low = later(from || null, prefix || null);
  const high = earlier(below ?? null, prefix ? behindPrefix(prefix) : null);
  if (low === null && high === null) return whole;
  if (high === null) return { ...whole, expression: '#pk = :pk AND #sk >= :low', values: { ':low': { S: low ?? '' } } };
  if (low === null) return { ...whole, expression: '#pk = :pk AND #sk < :high', values: { ':high': { S: high } } };
  if (compareBytes(low, high) >= 0) return null;
  const values = { ':low': { S: low }, ':high': { S: high } };
  return { expression: '#pk = :pk AND #sk BETWEEN :low AND :high', values, without: high };
}

function startOf(query: Query, { order, pk, sk }: Position): Item {
  if (query.index === undefined) return itemKey({ pk, sk });
  const names = tableSchema.indexes[query.index];
  return { ...itemKey({ pk, sk }), [names.partitionKey]: { S: query.pk }, [names.sortKey]: { S: order } };
}
