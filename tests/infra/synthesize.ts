import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { Knobs } from '../../infra/config.ts';

const root = resolve(import.meta.dirname, '..', '..');
const kept = join(root, '.cache', 'templates');

export interface Wanted {
  knobs?: Partial<Knobs>;
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

export interface Template {
  toJSON(): unknown;
}

const made = new Map<string, Template>();

/** The template of this wish. It takes seconds to make, so all files of tests share one that is made of the same sources. */
export function template(wanted: Wanted = {}): Template {
  const key = JSON.stringify(wanted);
  const known = made.get(key) ?? read(key);
  made.set(key, known);
  return known;
}

function read(wanted: string): Template {
  const file = join(kept, `${createHash('sha256').update(wanted).update(sources()).digest('hex').slice(0, 32)}.json`);
  mkdirSync(kept, { recursive: true });
  if (!existsSync(file)) execFileSync(process.execPath, [join(import.meta.dirname, 'make-app.ts'), wanted, file], { stdio: 'inherit' });
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return { toJSON: () => json };
}

/** All that a template is made of, but the contents of what is packed: of that it has only the names. */
function sources(): string {
  const files = globSync(['infra/**/*.ts', 'core/**/*.{ts,json}', 'functions/ports/*.ts', 'cdk.json', 'package-lock.json'], { cwd: root });
  return files
    .toSorted()
    .map((file) => `${file}\n${readFileSync(join(root, file), 'utf8')}`)
    .join('\n');
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
