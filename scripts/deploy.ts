import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleAll } from '../infra/bundle.ts';
import { readConfig } from '../infra/config.ts';
import type { Knobs } from '../infra/config.ts';
import { cdk, contextOf, root } from './aws/cdk.ts';
import { isBootstrapped, requireOutputs } from './aws/installation.ts';
import { readOptions } from './aws/options.ts';
import { runsOfQuota } from './aws/quota.ts';
import { openDoors } from './aws/wind-down.ts';

/** `npm run deploy [-- --stack <name>] [--config <file>] [--context <name>=<value>]…`: puts Runlet into the AWS account whose credentials are at hand. */

const { values } = readOptions('npm run deploy [-- --stack <name> --config <file> --context <name>=<value>]', () =>
  parseArgs({
    options: {
      stack: { type: 'string', default: 'Runlet' },
      config: { type: 'string' },
      context: { type: 'string', multiple: true, default: [] },
    },
  }),
);

/** What the file of knobs says. Without a name it may be missing; a name that leads nowhere is a mistake, and not a wish for defaults. */
function chosenKnobs(named: string | undefined): Knobs {
  const file = resolve(root, named ?? 'runlet.config.json');
  if (named !== undefined && !existsSync(file))
    throw new Error(`There is no file ${file}; --config takes a file of knobs, docs/deploy.md lists them.`);
  return readConfig(file);
}

/** The runner's image is built here, so a program that builds images must be at hand. */
function requireDocker(): void {
  const docker = process.env['CDK_DOCKER'] ?? 'docker';
  if (spawnSync(docker, ['version'], { stdio: 'ignore' }).status !== 0)
    throw new Error(
      `The runner's image cannot be built: \`${docker} version\` fails. Start Docker, or name another builder in CDK_DOCKER.`,
    );
}

async function deploy(): Promise<void> {
  const { stack, config } = values;
  const { maxRuns } = chosenKnobs(config);
  const bootstrapped = await isBootstrapped();
  requireDocker();
  await bundleAll();
  const quota = maxRuns === null ? await runsOfQuota() : null;
  if (quota) console.log(quota.line);
  const context = contextOf({ stack, config, quotaRuns: quota?.runs.toString() }, values.context);
  if (!bootstrapped && !cdk('bootstrap', ...context))
    throw new Error('The account could not be prepared for CDK; its own words are above.');
  if (!cdk('deploy', stack, '--require-approval', 'never', ...context)) throw new Error('The stack was not deployed; CDK says above why.');
  await openDoors(stack);
  const { ApiUrl, IdleCost, RunCost } = await requireOutputs(stack);
  const named = stack === 'Runlet' ? '' : ` --stack ${stack}`;
  console.log(`
Runlet stands at ${ApiUrl}
It costs about ${IdleCost}, and ${RunCost}.

To make the first token:   npm run token -- --name <your name>${named}
To use it:                 export RUNLET_URL=${ApiUrl} RUNLET_TOKEN=<the token>
                           npx runlet run hello.py`);
}

await deploy().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
