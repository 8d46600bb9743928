import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { AppError } from '../../../core/errors.ts';
import { unreachable } from '../../../core/unreachable.ts';
import type { Write } from '../../ports/table.ts';
import { checkKey } from '../../table/keys.ts';
import { keyOf } from '../../table/requests.ts';
import type { Clients } from '../clients/index.ts';
import { onCondition, replacement } from './expressions.ts';
import { newWriteId, untilSettled } from './faults.ts';
import { attributesOf, sizeOf } from './items.ts';

/** AWS docs, TransactWriteItems: the items of a transaction may have so many bytes together. */
const greatestBytes = 4 * 1024 * 1024;

/** Does all writes or none. The token makes it the same transaction however often it is sent (AWS docs: for 10 minutes). */
export async function transact({ dynamodb }: Pick<Clients, 'dynamodb'>, tableName: string, writes: readonly Write[]): Promise<boolean> {
  const token = newWriteId();
  const parts = writes.map((one) => partOf(tableName, one, token));
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (bytes > greatestBytes)
    throw new AppError(
      'too-large',
      `The rows would have ${bytes} bytes together; ${greatestBytes} are allowed. Send large values as files.`,
    );
  const items = parts.flatMap(({ item }) => item ?? []);
  if (items.length === 0) return true;
  const { client, sdk } = await dynamodb();
  const command = () => new sdk.TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token });
  return await untilSettled(
    async () => await client.send(command()),
    () => false,
  );
}

/** Null for a check that asks for nothing, which DynamoDB does not know. */
function partOf(tableName: string, one: Write, writeId: string): { item: TransactWriteItem | null; bytes: number } {
  const { condition } = one;
  checkKey(keyOf(one));
  switch (one.kind) {
    case 'put': {
      const attributes = attributesOf(one.row, writeId);
      return { item: { Update: replacement(tableName, one.row, attributes, condition) }, bytes: sizeOf(attributes) };
    }
    case 'remove':
      return { item: { Delete: onCondition(tableName, one.key, condition) }, bytes: 0 };
    case 'check': {
      const { ConditionExpression, ...request } = onCondition(tableName, one.key, condition);
      return { item: ConditionExpression === undefined ? null : { ConditionCheck: { ...request, ConditionExpression } }, bytes: 0 };
    }
    default:
      return unreachable(one);
  }
}
