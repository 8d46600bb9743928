import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { test } from 'vitest';
import { account } from '../harness/deploy.ts';
import { deployed } from '../harness/deployed.ts';
import { expectEnded } from './expect-ended.ts';

const { runlet, fail, emulator } = deployed();

test('a run whose image cannot be had is told as not started', async () => {
  const credentials = { accessKeyId: account.id, secretAccessKey: 'test' };
  const ecs = new ECSClient({ endpoint: emulator, region: account.region, credentials });
  const containerDefinitions = [{ name: 'runner', image: '127.0.0.1:1/none:latest', memory: 512 }];
  const sizes = { cpu: '256', memory: '512', requiresCompatibilities: ['FARGATE' as const], networkMode: 'awsvpc' as const };
  await ecs.send(new RegisterTaskDefinitionCommand({ family: 'without-image', containerDefinitions, ...sizes }));
  const words = { from: '"taskDefinition":"', to: '"taskDefinition":"without-image","was":"' };
  await fail({ match: '^ecs RunTask 1024x3072 ', kind: 'replace', words });
  const run = await runlet.previewRun({ body: { source: 'print(1)\n', memoryMiB: 2500, cpu: 1 } });
  await expectEnded(runlet, run, { status: 'CRASHED', reason: 'start-failed' }, Date.now());
  await fail();
});
