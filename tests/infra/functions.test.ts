import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { functionNames } from '../../infra/constructs/functions.ts';
import type { FunctionName } from '../../infra/constructs/functions.ts';
import { lambdaNames } from '../../infra/bundle.ts';
import { everyKnob, only, resources, shown, template } from './synthesize.ts';
import type { Wanted } from './synthesize.ts';

const fn = z.object({
  Runtime: z.string(),
  Architectures: z.array(z.string()),
  Handler: z.string(),
  Timeout: z.int(),
  LoggingConfig: z.object({ LogGroup: z.unknown() }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
});

function givenFunction(name: FunctionName, wanted: Wanted = {}) {
  return only(template(wanted), 'AWS::Lambda::Function', fn, `Functions${name.replaceAll('-', '')}Function`);
}

/** A value as AWS would make it, with names in place of what is only known at deploy. */
const made = (value: unknown) =>
  shown(value)
    .replaceAll(/<([^<>]*\.Arn|AlertsMessages[^<>]*)>/g, 'arn:aws:any:eu-west-1:123456789012:thing')
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll('<AWS::URLSuffix>', 'amazonaws.com')
    .replaceAll(/<([^<>]*)>/g, (_, id: string) => id.replaceAll(/\W/g, '-').toLowerCase());

/** What the function is told, with names as AWS would make them in place of those that are only known at deploy. */
function environmentOf(name: FunctionName, wanted: Wanted): Record<string, string> {
  const { Variables = {} } = givenFunction(name, wanted).Environment ?? {};
  return Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, made(value)]));
}

const before = { ...process.env };
beforeEach(() => {
  // What AWS's runtime brings along; nothing is called here.
  vi.stubGlobal('awslambda', { streamifyResponse: (handler: unknown) => handler });
});
afterEach(() => {
  vi.unstubAllGlobals();
  process.env = { ...before };
});

test('there is a function for each entry, and an entry for each function', async () => {
  expect(await lambdaNames()).toEqual([...functionNames].toSorted());
});

test.each(functionNames)('%s starts with what the stack tells it', async (name) => {
  process.env = { ...before, AWS_REGION: 'eu-west-1', ...environmentOf(name, {}) };
  await expect(import(`../../functions/lambdas/${name}.ts`)).resolves.toHaveProperty('handler');
});

test('every function is Node 24 on ARM, loads its bundle, and writes to a log of its own', () => {
  const groups = functionNames.map((name) => {
    const { Runtime, Architectures, Handler, LoggingConfig } = givenFunction(name);
    expect([Runtime, Architectures, Handler]).toEqual(['nodejs24.x', ['arm64'], 'index.handler']);
    return shown(LoggingConfig.LogGroup);
  });
  expect(new Set(groups).size).toBe(functionNames.length);
});

test('the scanner is the runner itself, in Python, and is told nothing', () => {
  const { Runtime, Handler, Environment } = only(template(), 'AWS::Lambda::Function', fn, 'Scanner');
  expect([Runtime, Handler, Environment]).toEqual(['python3.13', 'runner.scan.function.handler', undefined]);
});

test('no environment holds a secret', () => {
  const told = resources(template(everyKnob), 'AWS::Lambda::Function').flatMap(({ Properties }) =>
    Object.keys(fn.partial().parse(Properties).Environment?.Variables ?? {}),
  );
  const known = [
    'STACK VERSION RETENTION_DAYS MAX_RUNS WARM_POOL TABLE SCRIPTS_BUCKET RUNS_BUCKET STATE_MACHINE CLUSTER TASK_DEFINITION SUBNETS',
    'SECURITY_GROUP PUBLIC_IP API_URL SCANNER USER_POOL USER_POOL_CLIENT TOPIC SCHEDULE_GROUP FIRE FIRE_ROLE UNDELIVERED',
  ].flatMap((names) => names.split(' ').map((name) => `RUNLET_${name}`));
  expect([...new Set(told)].toSorted()).toEqual([...known, 'POWERTOOLS_TRACE_ENABLED'].toSorted());
});

test('a function that may wait for a sandbox to be gone has the time to', () => {
  // 120 s of grace and 45 s more, as the state `Finish` waits.
  for (const name of ['finish', 'execution-ended'] as const) expect(givenFunction(name).Timeout).toBeGreaterThan(165);
});

test('one sweep is over before the next begins', () => {
  expect(givenFunction('sweep').Timeout).toBeLessThan(60);
});
