import type { Condition, Key, NewRow, Table } from '../../ports/table.ts';
import { checkKey, faultOf } from '../../table/keys.ts';
import { checkWrites } from '../../table/requests.ts';
import type { Clients } from '../clients/index.ts';
import { onCondition, replacement } from './expressions.ts';
import { answered, newWriteId, untilSettled } from './faults.ts';
import { attributesOf, itemKey, own, rowOf } from './items.ts';
import { queryRows } from './query-rows.ts';
import { transact } from './transaction.ts';

type Dynamo = Pick<Clients, 'dynamodb'>;

/**
 * The Table on one DynamoDB table of the form that `core/table-schema.ts` names. A write whose answer was lost is sent again by the SDK and
 * still happens once: a put knows its own work by its id, a transaction by its token.
 */
export function createDynamoTable({ clients, tableName }: { clients: Dynamo; tableName: string }): Table {
  return {
    get: async (key) => {
      // What people ask for stands in keys, and under a key that cannot be there is nothing.
      if (faultOf(key) !== null) return null;
      const { client, sdk } = await clients.dynamodb();
      const command = new sdk.GetItemCommand({ TableName: tableName, Key: itemKey(key), ConsistentRead: true });
      const { Item } = await answered(client.send(command));
      return Item === undefined ? null : rowOf(Item);
    },
    put: async (row, condition) => await put(clients, tableName, row, condition),
    remove: async (key, condition) => await remove(clients, tableName, key, condition),
    query: async (query) => await queryRows(await clients.dynamodb(), tableName, query),
    transact: async (writes) => {
      checkWrites(writes);
      const [only] = writes;
      // Alone a write costs half of what it costs in a transaction.
      if (writes.length === 1 && only?.kind === 'put') return await put(clients, tableName, only.row, only.condition);
      return await transact(clients, tableName, writes);
    },
  };
}

async function put({ dynamodb }: Dynamo, tableName: string, row: NewRow, condition: Condition): Promise<boolean> {
  const writeId = newWriteId();
  const request = replacement(tableName, row, attributesOf(row, writeId), condition);
  const { client, sdk } = await dynamodb();
  return await untilSettled(
    async () => await client.send(new sdk.UpdateItemCommand({ ...request, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })),
    ({ Item }) => Item?.[own.writeId]?.S === writeId,
  );
}

async function remove(clients: Dynamo, tableName: string, key: Key, condition: Condition): Promise<boolean> {
  checkKey(key);
  // That a row is gone does not say who removed it; only a transaction's token does.
  if (condition.kind !== 'none') return await transact(clients, tableName, [{ kind: 'remove', key, condition }]);
  const { client, sdk } = await clients.dynamodb();
  const command = () => new sdk.DeleteItemCommand(onCondition(tableName, key, condition));
  return await untilSettled(
    async () => await client.send(command()),
    () => false,
  );
}
