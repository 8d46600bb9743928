import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GetFunctionConcurrencyCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { account, buildImages, environment, stackName } from '../harness/deploy.ts';
import { loadBaseImage } from '../stand-ins/base-image.ts';
import { docker, startDocker } from '../stand-ins/docker.ts';
import { startMiniStack } from '../stand-ins/ministack.ts';

const root = resolve(import.meta.dirname, '../../..');

/** What a command left: its exit code, and all that it said. */
export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

/** An account of AWS in which nothing is, played by an emulator. */
export interface GivenAccount {
  emulator: string;
  engine: string;
  /** Runs one of `scripts/` as `npm run` does, with credentials of this account. */
  command(name: 'deploy' | 'token' | 'destroy', ...args: string[]): Promise<Said>;
  /** Makes the image of the last deployment, which the emulator takes for pushed without asking. */
  buildImage(): Promise<void>;
  /** What of runs is there now. */
  running(): Promise<{ executions: number; containers: number }>;
  /** Functions that may run nowhere. */
  closed(): Promise<string[]>;
  close(): Promise<void>;
}

export async function givenAccount(): Promise<GivenAccount> {
  const engine = await startDocker();
  const baseImage = await loadBaseImage(engine.url);
  const emulator = await startMiniStack({ engine: engine.url });
  const folder = mkdtempSync(join(tmpdir(), 'runlet-account-'));
  const config = join(folder, 'knobs.json');
  writeFileSync(config, JSON.stringify({ architecture: 'x86_64' }));
  const context = ['--config', config, '--context', `emulator=${emulator.url}`, '--context', `baseImage=${baseImage}`];
  const env = environment(emulator.url, engine.url);
  const ask = { endpoint: emulator.url, region: account.region, credentials: { accessKeyId: account.id, secretAccessKey: 'test' } };
  return {
    emulator: emulator.url,
    engine: engine.url,
    command: (name, ...args) => run([`scripts/${name}.ts`, ...(name === 'token' ? [] : context), ...args], env),
    buildImage: () => buildImages(join(root, '.cache/cdk.out'), engine.url),
    running: () => running(ask, engine.url),
    closed: () => closed(ask),
    close: async () => {
      await emulator.stop();
      await engine.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Asking {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

async function running(ask: Asking, engine: string): Promise<{ executions: number; containers: number }> {
  const stateMachineArn = `arn:aws:states:${account.region}:${account.id}:stateMachine:${stackName}-run`;
  const { executions = [] } = await new SFNClient(ask).send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
  const containers = (await docker(engine, ['ps', '--quiet'])).split('\n').filter((line) => line !== '');
  return { executions: executions.length, containers: containers.length };
}

async function closed(ask: Asking): Promise<string[]> {
  const lambda = new LambdaClient(ask);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const asked = Functions.map(async ({ FunctionName }) => {
    const { ReservedConcurrentExecutions } = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    return ReservedConcurrentExecutions === 0 ? (/Functions([a-z]+)Function/.exec(FunctionName ?? '')?.[1] ?? '') : [];
  });
  return (await Promise.all(asked)).flat();
}

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<Said> {
  return await new Promise((done) => {
    const child = execFile(process.execPath, args, { cwd: root, env, maxBuffer: 2 ** 24 }, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
