import { tableContract } from '../../contract/table.contract.ts';
import { startDynamoDbLocal } from '../stand-ins/dynamodb-local.ts';
import { givenTableName, openDynamo } from './given-dynamo.ts';

tableContract('DynamoDB', async () => {
  const server = await startDynamoDbLocal();
  return { table: openDynamo(await givenTableName(server.url), { endpoint: server.url }), close: async () => await server.stop() };
});
