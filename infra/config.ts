import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

/** Runs at once where neither a knob nor the account says how many: a new account's Fargate quota is 6 vCPU, and the smallest sandbox takes a quarter. */
export const usualRuns = 24;
const mostRuns = 10_000;

/** What a team may choose for its installation; each has a default, so that a file of knobs may be missing. The table of them is in docs/deploy.md. */
export const knobs = z.strictObject({
  /** Days for which ended runs, their logs and files, and the functions' own logs are kept. Default 90. */
  retentionDays: z.int().min(1).max(3653).default(90),
  /** Runs that may be under way at once. Default: as many small runs as the account's Fargate quota allows, read at deploy; 24 if it cannot be read. */
  maxRuns: z.int().min(1).max(mostRuns).nullable().default(null),
  /** Who hears of runs that failed and of alarms; the address has to agree once. Default: nobody. */
  alertEmail: z.email().nullable().default(null),
  /** The processor on which scripts run. Default arm64, a fifth cheaper. */
  architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
  /** Sandboxes kept waiting, so that runs start within about a second; each costs about $11.9 a month. Default 0. */
  warmPool: z.int().min(0).max(100).default(0),
  /** AWS's managed web firewall rules before the API, about $7 a month. Default false. */
  waf: z.boolean().default(false),
  /** Sandboxes in private subnets behind one NAT gateway with one fixed address, about $36.5 a month. Default false. */
  nat: z.boolean().default(false),
  /** A name of the team's own for the API, with the ARN of its certificate in the same Region. Default: the address that API Gateway gives. */
  customDomain: z
    .strictObject({ name: z.string().min(4), certificateArn: z.string().startsWith('arn:') })
    .nullable()
    .default(null),
  /** X-Ray traces of API, functions and workflow, about $5 per million requests. Default false. */
  tracing: z.boolean().default(false),
});
export type Knobs = z.infer<typeof knobs>;

/** The knobs of an installation, with nothing left open. */
export interface Config extends Knobs {
  maxRuns: number;
}

/** Fills in what the knobs leave to the account: `quotaRuns` is how many runs its Fargate quota allows, where that was read. */
export function settled(chosen: Knobs, quotaRuns: number = usualRuns): Config {
  return { ...chosen, maxRuns: chosen.maxRuns ?? Math.min(quotaRuns, mostRuns) };
}

/** Reads the file of knobs (JSON); a file that does not exist leaves every knob at its default.
 *  @throws Error in a sentence that names the file, the knob, and what it takes. */
export function readConfig(path: string): Knobs {
  const parsed = knobs.safeParse(parseJson(path, textOf(path)));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(sentenceOf);
  throw new Error(`${path} is not usable: ${wrong.join('; ')}. docs/deploy.md lists the knobs.`);
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `there is no knob ${issue.keys.map((key) => [...issue.path, key].join('.')).join(', ')}`;
  return `${issue.path.join('.') || 'the whole'}: ${issue.message}`;
}

function textOf(path: string): string {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : '{}';
  } catch (cause) {
    throw new Error(`${path} cannot be read; it is to be a file of JSON.`, { cause });
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is not JSON.`, { cause });
  }
}
