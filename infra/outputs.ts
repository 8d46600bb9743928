import { CfnOutput } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { Capabilities } from './permissions.ts';

/** What the commands `deploy`, `token` and `destroy` and people need to know of an installation. */
export function tellOutputs(stack: Stack, { api, storage, sandbox, workflow, identity }: Omit<Capabilities, 'scanner'>): void {
  const { scripts, runs } = storage.bucketNames;
  const outputs = {
    ApiUrl: api.url,
    TableName: storage.tableName,
    ScriptsBucketName: scripts,
    RunsBucketName: runs,
    StateMachineArn: workflow.machine.stateMachineArn,
    ClusterArn: sandbox.clusterArn,
    UserPoolId: identity.poolId,
    UserPoolClientId: identity.clientId,
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}
