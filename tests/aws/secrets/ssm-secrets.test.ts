import { createClients } from '../../../functions/aws/clients/index.ts';
import { createSsmSecrets } from '../../../functions/aws/secrets/ssm-secrets.ts';
import { secretsContract } from '../../contract/secrets.contract.ts';
import { startLocalStack } from '../stand-ins/localstack.ts';

secretsContract('SSM', async () => {
  const localStack = await startLocalStack(['ssm']);
  const clients = createClients({
    endpoint: localStack.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return { secrets: createSsmSecrets({ clients, prefix: '/runlet/test/secrets' }), close: () => localStack.stop() };
});
