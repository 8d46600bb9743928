import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { configuration } from './configuration.ts';
import type { ClientSettings } from './configuration.ts';

export { GetItemCommand, UpdateItemCommand, DeleteItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';

/** Answers come within milliseconds; five seconds are a lost connection. */
export function open(settings: ClientSettings): DynamoDBClient {
  return new DynamoDBClient(configuration(settings, 5_000));
}
