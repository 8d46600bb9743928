import * as z from 'zod';

const text = z.string().min(1);
const arn = z.string().regex(/^arn:/, 'an ARN');
const whole = z
  .string()
  .regex(/^\d{1,9}$/, 'a whole number')
  .transform(Number);
const list = z.string().transform((value, context) => {
  const items = value.split(',').map((item) => item.trim());
  if (items.every((item) => item !== '')) return items;
  context.addIssue({ code: 'custom', message: 'a list separated by commas, without empty items' });
  return z.NEVER;
});
/** What is deployed for each architecture: a task definition's ARN or family. */
const taskDefinitions = z.preprocess(
  json,
  z
    .strictObject({ arm64: text.optional(), x86_64: text.optional() })
    .refine((value) => Object.keys(value).length > 0, 'JSON like {"arm64": "<task definition>"}'),
);

/** Every variable of the environment that a function may be given, by the name under which the code knows it. The stack sets each together with
 *  the permission to use what it names, so a function has those of its own alone. */
const variables = {
  table: { name: 'RUNLET_TABLE', schema: text },
  scriptsBucket: { name: 'RUNLET_SCRIPTS_BUCKET', schema: text },
  runsBucket: { name: 'RUNLET_RUNS_BUCKET', schema: text },
  stateMachine: { name: 'RUNLET_STATE_MACHINE', schema: arn },
  cluster: { name: 'RUNLET_CLUSTER', schema: arn },
  taskDefinitions: { name: 'RUNLET_TASK_DEFINITION', schema: taskDefinitions },
  subnets: { name: 'RUNLET_SUBNETS', schema: list },
  securityGroup: { name: 'RUNLET_SECURITY_GROUP', schema: text },
  /** Whether tasks have public addresses of their own. */
  publicAddress: { name: 'RUNLET_PUBLIC_IP', schema: z.enum(['ENABLED', 'DISABLED']).transform((value) => value === 'ENABLED') },
  apiUrl: { name: 'RUNLET_API_URL', schema: z.url().transform((url) => url.replace(/\/+$/, '')) },
  scanner: { name: 'RUNLET_SCANNER', schema: text },
  /** Of messages to people. */
  topic: { name: 'RUNLET_TOPIC', schema: arn },
  scheduleGroup: { name: 'RUNLET_SCHEDULE_GROUP', schema: text },
  /** What a due time calls, and the role in whose name Scheduler does so. */
  fire: { name: 'RUNLET_FIRE', schema: arn },
  fireRole: { name: 'RUNLET_FIRE_ROLE', schema: arn },
  /** The queue of what did not reach whom it was for. */
  undelivered: { name: 'RUNLET_UNDELIVERED', schema: arn },
  maxRuns: { name: 'RUNLET_MAX_RUNS', schema: whole.pipe(z.int().min(1)) },
  /** null, when it is not set, keeps everything. */
  retentionDays: {
    name: 'RUNLET_RETENTION_DAYS',
    schema: whole
      .pipe(z.int().min(1))
      .optional()
      .transform((days) => days ?? null),
  },
  userPool: { name: 'RUNLET_USER_POOL', schema: text },
  userPoolClient: { name: 'RUNLET_USER_POOL_CLIENT', schema: text },
  secretsPrefix: { name: 'RUNLET_SECRETS_PREFIX', schema: z.string().regex(/^\//, 'a path that begins with /') },
  warmPool: { name: 'RUNLET_WARM_POOL', schema: whole },
  stack: { name: 'RUNLET_STACK', schema: text },
  version: { name: 'RUNLET_VERSION', schema: text },
  /** Of an emulator; the SDK's clients read it too, but S3 has to be told of its form of addresses. */
  endpoint: { name: 'AWS_ENDPOINT_URL', schema: z.url().optional() },
  region: { name: 'AWS_REGION', schema: text },
  /** Powertools' own switch. */
  tracing: { name: 'POWERTOOLS_TRACE_ENABLED', schema: z.enum(['true', 'false', '1', '0']).default('false').transform(isOn) },
} as const satisfies Record<string, { name: string; schema: z.ZodType }>;

export type Setting = keyof typeof variables;
/** The settings of these names, as they are read. */
export type Config<S extends Setting = Setting> = { [N in S]: z.output<(typeof variables)[N]['schema']> };

/** Reads these settings from the environment, all at once: called when a function starts, so that one that lacks something does not start at all.
 *  Nothing else in `functions/` reads the environment.
 *  @throws Error with a sentence for each variable that is missing or wrong. */
export function readConfig<S extends Setting>(settings: readonly S[], environment?: Environment): Config<S>;
export function readConfig(settings: readonly Setting[], environment: Environment = process.env): Record<string, unknown> {
  const read = settings.map((setting) => {
    const { name, schema } = variables[setting];
    return { setting, name, ...schema.safeParse(environment[name]) };
  });
  const complaints = read.flatMap(({ name, error }) => (error ? [complaint(name, environment[name], error)] : []));
  if (complaints.length > 0)
    throw new Error(`The function cannot start: ${complaints.join(' ')} The stack sets all of them: deploy it again.`);
  return Object.fromEntries(read.map(({ setting, data }) => [setting, data]));
}

type Environment = Record<string, string | undefined>;

function complaint(name: string, value: string | undefined, error: z.ZodError): string {
  if (value === undefined) return `${name} is not set.`;
  return `${name} is ${JSON.stringify(value.slice(0, 80))}, which does not fit: ${error.issues.map(({ message }) => message).join(', ')}.`;
}

function json(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isOn(value: string): boolean {
  return value === 'true' || value === '1';
}
