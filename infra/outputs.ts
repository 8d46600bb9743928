import { CfnOutput } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { Config } from './config.ts';
import type { Alarms } from './constructs/alarms.ts';
import { managedRules } from './constructs/firewall.ts';
import { costOf1000Runs, costOfDueTime, idleCost, usualRun } from './cost.ts';
import type { Capabilities } from './permissions.ts';

export interface Told extends Pick<Capabilities, 'api' | 'storage' | 'sandbox' | 'workflow' | 'identity'> {
  config: Config;
  alarms: Alarms;
}

/** What the commands `deploy`, `token` and `destroy`, and people, need to know of an installation. */
export function tellOutputs(stack: Stack, { api, storage, sandbox, workflow, identity, config, alarms }: Told): void {
  const { scripts, runs } = storage.bucketNames;
  const idle = idleCost({ alarms: alarms.all.length, webRules: config.waf ? managedRules.length : 0, config });
  const { architecture } = config;
  const busy = costOf1000Runs(usualRun.counts, { ...usualRun.size, architecture });
  const outputs = {
    ApiUrl: api.url,
    TableName: storage.tableName,
    ScriptsBucketName: scripts,
    RunsBucketName: runs,
    StateMachineArn: workflow.machine.stateMachineArn,
    ClusterArn: sandbox.clusterArn,
    UserPoolId: identity.poolId,
    UserPoolClientId: identity.clientId,
    IdleCost: `${dollars(idle)} a month while no script runs, stored data apart`,
    RunCost: `${dollars(busy)} for 1,000 runs of 10 s in the smallest sandbox`,
    ScheduleCost: `${dollars(1000 * costOfDueTime())} for 1,000 due times of schedules, their runs apart`,
    CostNote: 'Estimated at list prices of us-east-1 without free tiers; docs/deploy.md says what they are made of.',
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
