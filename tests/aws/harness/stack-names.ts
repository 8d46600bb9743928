import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { account, stackName } from './deploy.ts';

/** Where and as whom the owner of the account speaks to the emulator. */
export function owner(emulator: string) {
  return { endpoint: emulator, region: account.region, credentials: { accessKeyId: account.id, secretAccessKey: 'test' } };
}

/** Names that the resources of the stack were given, by their logical ids. */
export async function stackNames(emulator: string): Promise<{ [logicalId: string]: string }> {
  const cloudFormation = new CloudFormationClient(owner(emulator));
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stackName }));
  return Object.fromEntries(
    StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [LogicalResourceId, PhysicalResourceId]),
  );
}
