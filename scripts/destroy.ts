import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { bundleAll } from '../infra/bundle.ts';
import { cdk, contextOf } from './aws/cdk.ts';
import { requireOutputs } from './aws/installation.ts';
import type { Outputs } from './aws/installation.ts';
import { readOptions } from './aws/options.ts';
import { closeDoors, stopExecutions, stopTasks } from './aws/wind-down.ts';

/** `npm run destroy [-- --stack <name>] [--config <file>] [--context <name>=<value>]… [--yes]`: takes Runlet out of the account; the data stays. */

const { values } = readOptions('npm run destroy [-- --stack <name> --config <file> --context <name>=<value> --yes]', () =>
  parseArgs({
    options: {
      stack: { type: 'string', default: 'Runlet' },
      config: { type: 'string' },
      context: { type: 'string', multiple: true, default: [] },
      yes: { type: 'boolean', default: false },
    },
  }),
);

/** What outlives the stack, what it costs, and how it is removed for good. */
function retained({ TableName, ScriptsBucketName, RunsBucketName, UserPoolId }: Outputs): string {
  return `These hold your data and stay:
  table      ${TableName}   $0.25 a month for each GB, and $0.20 while point-in-time recovery is on
             aws dynamodb delete-table --table-name ${TableName}
  bucket     ${ScriptsBucketName}   $0.023 a month for each GB
             empty it in the console (it is versioned), then: aws s3 rb s3://${ScriptsBucketName}
  bucket     ${RunsBucketName}   $0.023 a month for each GB; its objects expire by themselves
             aws s3 rb --force s3://${RunsBucketName}
  user pool  ${UserPoolId}   nothing while nobody signs in
             aws cognito-idp delete-user-pool --user-pool-id ${UserPoolId}
The role by which API Gateway writes its logs stays too, because it serves the account's other APIs; it costs nothing. So does the stack CDKToolkit,
which serves all CDK apps of the account; \`npx cdk gc --unstable=gc\` clears away what was uploaded there, some cents a month.`;
}

async function isMeant(stack: string): Promise<boolean> {
  if (values.yes) return true;
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asked.question(`This ends every run of ${stack} and removes it; the data stays. Type its name to go on: `);
  asked.close();
  return answer.trim() === stack;
}

async function destroy(): Promise<void> {
  const { stack, config } = values;
  const outputs = await requireOutputs(stack);
  if (!(await isMeant(stack))) throw new Error('Nothing was changed.');
  await closeDoors(stack);
  console.log('Nothing begins any more.');
  console.log(`Stopped ${await stopExecutions(outputs)} executions and ${await stopTasks(outputs)} tasks.`);
  await bundleAll();
  if (!cdk('destroy', stack, '--force', ...contextOf({ stack, config }, values.context)))
    throw new Error(`The stack was not removed; CDK says above why. No run begins any more. ${retained(outputs)}`);
  console.log(retained(outputs));
}

await destroy().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
