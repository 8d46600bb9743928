import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as z from 'zod';
import { acknowledge } from './acknowledged.ts';
import { readConfig, settled } from './config.ts';
import { RunletStack } from './runlet-stack.ts';

/** The CDK app. Context: `stack` (name of the stack, default `Runlet`), `config` (file of knobs, default `runlet.config.json`),
 *  `quotaRuns` (how many runs the account's Fargate quota allows), `baseImage` (of the runner's image), `emulator` (its address). */

const root = resolve(import.meta.dirname, '..');
const manifest = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')));
const text = z.string().min(1);

const app = new App();
const chosen = readConfig(resolve(root, text.parse(app.node.tryGetContext('config') ?? 'runlet.config.json')));
const config = settled(chosen, z.coerce.number().int().min(1).optional().parse(app.node.tryGetContext('quotaRuns')));
const stackName = text.parse(app.node.tryGetContext('stack') ?? 'Runlet');
const stack = new RunletStack(app, stackName, { config, version: manifest.version, analyticsReporting: false });
// A template that AWS's own rules object to is not deployed.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
acknowledge(stack);
app.synth();
