import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { knobs, settled } from '../../infra/config.ts';
import { functionNames } from '../../infra/constructs/functions.ts';
import { RunletStack } from '../../infra/runlet-stack.ts';
import type { Wanted } from './synthesize.ts';

const root = resolve(import.meta.dirname, '..', '..');
const flags = z.object({ context: z.record(z.string(), z.unknown()) }).parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
const wish = z.object({ knobs: knobs.partial().optional(), context: z.record(z.string(), z.unknown()).optional() });

/** The stack as `cdk synth` makes it. */
export function makeApp({ knobs: given = {}, context = {} }: Wanted = {}): { app: App; stack: RunletStack } {
  // `npm test` has made the bundles; a test that is run by itself may be the first to need them.
  if (functionNames.some((name) => !existsSync(join(root, '.cache', 'lambdas', name, 'index.mjs'))))
    execFileSync(process.execPath, [join(root, 'infra', 'bundle.ts')], { stdio: 'ignore' });
  const outdir = mkdtempSync(join(tmpdir(), 'runlet-infra-'));
  const app = new App({ context: { ...flags.context, 'aws:cdk:bundling-stacks': [], ...context }, outdir });
  const stack = new RunletStack(app, 'Runlet', { config: settled(knobs.parse(given)), version: '0.0.0', analyticsReporting: false });
  return { app, stack };
}

/** `node tests/infra/make-app.ts <wish as JSON> <file>` writes the template. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , text = '{}', file = ''] = process.argv;
  const given = wish.parse(JSON.parse(text));
  writeFileSync(
    `${file}.${process.pid}`,
    JSON.stringify(Template.fromStack(makeApp({ context: given.context, knobs: given.knobs }).stack).toJSON()),
  );
  renameSync(`${file}.${process.pid}`, file);
}
