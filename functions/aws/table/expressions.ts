import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { tableSchema } from '../../../core/table-schema.ts';
import { unreachable } from '../../../core/unreachable.ts';
import type { Condition, Key } from '../../ports/table.ts';
import { itemKey, own } from './items.ts';
import type { Attributes, Item } from './items.ts';

/** What DynamoDB is to do to one item, in the form that single writes and those of a transaction share. */
export interface Request {
  TableName: string;
  Key: Item;
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** A removal or a check. */
export function onCondition(tableName: string, key: Key, condition: Condition): Request {
  return { TableName: tableName, Key: itemKey(key), ...conditionOf(condition) };
}

/** Replaces the whole row. An update and no put, because only an update can raise the revision by one whatever it was. */
export function replacement(
  tableName: string,
  key: Key,
  attributes: Attributes,
  condition: Condition,
): Request & { UpdateExpression: string } {
  const { ConditionExpression, ...when } = conditionOf(condition);
  const names: Record<string, string> = { '#revision': own.revision, ...when.ExpressionAttributeNames };
  const values: Record<string, AttributeValue> = { ':one': { N: '1' }, ...when.ExpressionAttributeValues };
  const set: string[] = [];
  const remove: string[] = [];
  for (const [n, [name, value]] of Object.entries(attributes).entries()) {
    names[`#a${n}`] = name;
    if (value === null) remove.push(`#a${n}`);
    else {
      set.push(`#a${n} = :a${n}`);
      values[`:a${n}`] = value;
    }
  }
  return {
    TableName: tableName,
    Key: itemKey(key),
    UpdateExpression: `SET ${set.join(', ')} ${remove.length > 0 ? `REMOVE ${remove.join(', ')} ` : ''}ADD #revision :one`,
    ...(ConditionExpression === undefined ? {} : { ConditionExpression }),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function conditionOf(
  condition: Condition,
): Pick<Request, 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> {
  switch (condition.kind) {
    case 'none':
      return {};
    case 'absent':
      return { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': tableSchema.partitionKey } };
    case 'revision':
      return {
        ConditionExpression: '#revision = :revision',
        ExpressionAttributeNames: { '#revision': own.revision },
        ExpressionAttributeValues: { ':revision': { N: String(condition.revision) } },
      };
    default:
      return unreachable(condition);
  }
}
