import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { bundleAll } from '../../../infra/bundle.ts';
import { docker } from '../stand-ins/docker.ts';
import { execute } from '../stand-ins/execute.ts';

const root = resolve(import.meta.dirname, '../../..');
const registry = `000000000000.dkr.ecr.us-east-1.amazonaws.com`;
const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
const missing = 'The CDK is part of the development packages: run npm ci.';
/** Account and Region as the emulator takes them; any secret does. */
export const account = { id: '000000000000', region: 'us-east-1' } as const;
export const stackName = 'Runlet';

export interface Deployment {
  /** The emulator itself. */
  emulator: string;
  /** Where functions, runners and people find the emulator. */
  endpoint: string;
  engine: string;
  baseImage: string;
  /** Folder for the assembly and the stack's outputs. */
  folder: string;
  /** Knobs other than the defaults. */
  knobs: Record<string, unknown>;
}

const assets = z.object({
  dockerImages: z.record(
    z.string(),
    z.object({
      source: z.object({ directory: z.string(), dockerBuildArgs: z.record(z.string(), z.string()).optional() }),
      destinations: z.record(z.string(), z.object({ repositoryName: z.string(), imageTag: z.string() })),
    }),
  ),
});
const outputs = z.record(z.string(), z.record(z.string(), z.string()));

/** Synthesizes the real app, builds its image, bootstraps and deploys, as people do; answers the stack's outputs. */
export async function deploy(deployment: Deployment): Promise<Record<string, string>> {
  const { folder, engine, emulator } = deployment;
  const assembly = join(folder, 'assembly');
  const env = environment(emulator, engine);
  await bundleAll();
  await execute(process.execPath, [cdk, 'synth', ...synthesis(deployment, assembly)], { missing, cwd: root, env });
  await buildImages(assembly, engine);
  const quiet = ['--app', assembly, '--no-notices', '--progress', 'events'];
  await execute(process.execPath, [cdk, 'bootstrap', `aws://${account.id}/${account.region}`, ...quiet], { missing, cwd: root, env });
  const file = join(folder, 'outputs.json');
  const deploying = ['deploy', stackName, ...quiet, '--require-approval', 'never', '--outputs-file', file];
  await execute(process.execPath, [cdk, ...deploying], { missing, cwd: root, env });
  return outputs.parse(JSON.parse(readFileSync(file, 'utf8')))[stackName] ?? {};
}

/** What a client of AWS needs to speak to the emulator and to nothing else. */
export function environment(emulator: string, engine: string): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    PATH: `${join(root, 'node_modules/.bin')}:${PATH}`,
    HOME,
    DOCKER_HOST: engine,
    AWS_ENDPOINT_URL: emulator,
    AWS_ENDPOINT_URL_S3: emulator,
    AWS_REGION: account.region,
    AWS_ACCESS_KEY_ID: account.id,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

function synthesis({ endpoint, baseImage, folder, knobs }: Deployment, assembly: string): string[] {
  const config = join(folder, 'knobs.json');
  writeFileSync(config, JSON.stringify(knobs));
  const flags = Object.entries({ emulator: endpoint, baseImage, config }).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
  return ['--app', `${process.execPath} infra/app.ts`, '--output', assembly, '--quiet', '--no-notices', ...flags];
}

/** A name of the assembly with its placeholders filled in. */
function named(name: string): string {
  return name.replace('${AWS::AccountId}', account.id).replace('${AWS::Region}', account.region);
}

/** Built under the names of the template, as the publishing of assets would do it, which the emulator has no registry for. */
export async function buildImages(assembly: string, engine: string): Promise<void> {
  for (const name of readdirSync(assembly).filter((file) => file.endsWith('.assets.json'))) {
    const { dockerImages } = assets.parse(JSON.parse(readFileSync(join(assembly, name), 'utf8')));
    for (const { source, destinations } of Object.values(dockerImages)) {
      const args = Object.entries(source.dockerBuildArgs ?? {}).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]);
      const names = Object.values(destinations).map(({ repositoryName, imageTag }) => `${named(repositoryName)}:${imageTag}`);
      const tags = names.flatMap((tag) => ['--tag', tag, '--tag', `${registry}/${tag}`]);
      await docker(engine, ['build', '--quiet', '--network', 'host', ...args, ...tags, join(assembly, source.directory)]);
    }
  }
}
