import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { knobs } from '../../infra/config.ts';
import type { Config } from '../../infra/config.ts';
import { functionNames } from '../../infra/constructs/functions.ts';
import { RunletStack } from '../../infra/runlet-stack.ts';

const root = resolve(import.meta.dirname, '..', '..');
// `npm test` has made the bundles; a test that is run by itself may be the first to need them.
if (functionNames.some((name) => !existsSync(join(root, '.cache', 'lambdas', name, 'index.mjs'))))
  execFileSync(process.execPath, [join(root, 'infra', 'bundle.ts')], { stdio: 'ignore' });
const flags = z.object({ context: z.record(z.string(), z.unknown()) }).parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));

export interface Wanted {
  knobs?: Partial<Config>;
  context?: Record<string, unknown>;
}

/** Every knob at another than its default. */
export const everyKnob: Wanted = {
  knobs: {
    retentionDays: 45,
    maxRuns: 7,
    alertEmail: 'operator@example.com',
    architecture: 'x86_64',
    warmPool: 2,
    waf: true,
    nat: true,
    customDomain: { name: 'runlet.example.com', certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/one' },
    tracing: true,
  },
};

/** The stack as `cdk synth` makes it. */
export function makeApp({ knobs: given = {}, context = {} }: Wanted = {}): { app: App; stack: RunletStack } {
  const outdir = mkdtempSync(join(tmpdir(), 'runlet-infra-'));
  const app = new App({ context: { ...flags.context, 'aws:cdk:bundling-stacks': [], ...context }, outdir });
  const stack = new RunletStack(app, 'Runlet', { config: knobs.parse(given), version: '0.0.0', analyticsReporting: false });
  return { app, stack };
}

const made = new Map<string, Template>();

/** Its template, made once for each wish, because that takes a second. */
export function template(wanted: Wanted = {}): Template {
  const key = JSON.stringify(wanted);
  const known = made.get(key) ?? Template.fromStack(makeApp(wanted).stack);
  made.set(key, known);
  return known;
}

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
export type Resource = z.output<typeof resource> & { id: string };

/** All resources, or those of one type. */
export function resources(of: Template, type?: string): Resource[] {
  const all = z.object({ Resources: z.record(z.string(), resource) }).parse(of.toJSON()).Resources;
  return Object.entries(all).flatMap(([id, one]) => (type === undefined || one.Type === type ? [{ ...one, id }] : []));
}

/** The properties of the only resource of its type, or of the only one whose id begins so, read by a schema. */
export function only<S extends z.ZodType>(of: Template, type: string, schema: S, prefix = ''): z.output<S> {
  const found = resources(of, type).filter(({ id }) => id.startsWith(prefix));
  if (found.length !== 1) throw new Error(`There are ${found.length} of ${type} ${prefix}: ${found.map(({ id }) => id).join(', ')}`);
  return schema.parse(found[0]?.Properties);
}

const text = z.string();
const joining = z.object({ 'Fn::Join': z.tuple([text, z.array(z.unknown())]) });

/** A value of the template as text: what is only known at deploy stands as `<id>` or `<id.attribute>`. */
export function shown(value: unknown): string {
  const joined = joining.safeParse(value);
  if (joined.success) return joined.data['Fn::Join'][1].map(shown).join(joined.data['Fn::Join'][0]);
  const ref = z.object({ Ref: text }).safeParse(value);
  if (ref.success) return `<${ref.data.Ref}>`;
  const attribute = z.object({ 'Fn::GetAtt': z.tuple([text, text]) }).safeParse(value);
  if (attribute.success) return `<${attribute.data['Fn::GetAtt'].join('.')}>`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A property that must not be there. */
export const absent = z.undefined().optional();
