import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { installBaseImage } from '../tests/aws/stand-ins/base-image.ts';
import { lookForDocker } from '../tests/aws/stand-ins/docker.ts';
import { installDynamoDbLocal } from '../tests/aws/stand-ins/dynamodb-local.ts';
import { installLocalStack } from '../tests/aws/stand-ins/localstack.ts';
import { installMiniStack } from '../tests/aws/stand-ins/ministack.ts';

/**
 * `npm run test:aws`: the adapters against stand-ins for AWS, then the whole installation, deployed to an emulator. Installs the stand-ins
 * into .cache/stand-ins. What is missing for that is said in a sentence; in CI it is a failure.
 */

const root = resolve(import.meta.dirname, '..');
const file = join(root, '.cache', 'vitest-aws.json');
const report = z.object({ numPassedTests: z.int(), numFailedTests: z.int() });

/** The suites with what they cannot do without. */
const suites: { project: string; needs: (() => Promise<unknown>)[] }[] = [
  { project: 'stand-ins', needs: [installDynamoDbLocal, installLocalStack, installMiniStack] },
  { project: 'deployed', needs: [lookForDocker, installBaseImage, installMiniStack] },
  { project: 'commands', needs: [lookForDocker, installBaseImage, installMiniStack] },
  { project: 'permissions', needs: [lookForDocker, installBaseImage, installMiniStack] },
  { project: 'crowd', needs: [lookForDocker, installBaseImage, installMiniStack] },
];

interface Counted {
  passed: number;
  failed: number;
}

async function lackingOf(needs: (() => Promise<unknown>)[]): Promise<string[]> {
  const tried = await Promise.allSettled(needs.map((need) => need()));
  return tried.flatMap((one) => (one.status === 'rejected' ? [one.reason instanceof Error ? one.reason.message : String(one.reason)] : []));
}

function run(project: string): Counted {
  rmSync(file, { force: true });
  const config = ['run', '--config', 'vitest.aws.config.ts', '--project', project];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...config, ...reporters], {
    cwd: root,
    stdio: 'inherit',
  });
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { passed: numPassedTests, failed: Math.max(numFailedTests, status === 0 ? 0 : 1) };
}

mkdirSync(join(root, '.cache'), { recursive: true });
const total: Counted = { passed: 0, failed: 0 };
for (const { project, needs } of suites) {
  const lacking = await lackingOf(needs);
  for (const sentence of lacking) console.error(`${project} cannot run: ${sentence}`);
  const { passed, failed } = lacking.length === 0 ? run(project) : { passed: 0, failed: process.env['CI'] ? 1 : 0 };
  console.log(`${project}: ${passed} passed, ${failed} failed`);
  total.passed += passed;
  total.failed += failed;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
