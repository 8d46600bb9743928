import { expect, test } from 'vitest';
import * as z from 'zod';
import { stepErrors } from '../../core/errors.ts';
import { stateNames } from '../../core/schemas/steps.ts';
import { only, resources, shown, template } from './synthesize.ts';

const catcher = z.object({ ErrorEquals: z.array(z.string()), ResultPath: z.literal('$.error'), Next: z.string() });
const retrier = z.object({ ErrorEquals: z.array(z.string()), MaxAttempts: z.int(), BackoffRate: z.number(), JitterStrategy: z.string() });
const state = z.object({
  Type: z.string(),
  Resource: z.string().optional(),
  Choices: z.array(z.record(z.string(), z.unknown())).optional(),
  TimestampPath: z.string().optional(),
  TimeoutSeconds: z.int().optional(),
  TimeoutSecondsPath: z.string().optional(),
  HeartbeatSeconds: z.int().optional(),
  Retry: z.array(retrier).default([]),
  Catch: z.array(catcher).default([]),
  Next: z.string().optional(),
  Default: z.string().optional(),
  End: z.boolean().optional(),
});
const machine = z.object({ StateMachineType: z.string(), DefinitionString: z.unknown() });

function givenStates() {
  const { DefinitionString } = only(template(), 'AWS::StepFunctions::StateMachine', machine);
  const { StartAt, States } = z
    .object({ StartAt: z.string(), States: z.record(z.string(), state) })
    .parse(JSON.parse(shown(DefinitionString)));
  return { StartAt, States, named: (name: string) => state.parse(States[name]) };
}

function timeoutOf(fn: string): number {
  return only(template(), 'AWS::Lambda::Function', z.object({ Timeout: z.int() }), `Functions${fn}Function`).Timeout;
}

test('its states have the names of which the runbook and the alarms speak', () => {
  expect(Object.keys(givenStates().States)).toEqual([...stateNames, 'Done']);
});

test('five states are entered when all goes well', () => {
  const { StartAt, named } = givenStates();
  const entered: string[] = [];
  for (let at: string | undefined = StartAt; at !== undefined; at = named(at).Next ?? named(at).Default) entered.push(at);
  expect(entered).toEqual(['Launch', 'Run', 'Finish', 'Again?', 'Done']);
});

test('Launch waits 300 s for the claim and asks again for a place that is not free', () => {
  const { Resource, TimeoutSeconds, HeartbeatSeconds, Retry } = givenStates().named('Launch');
  expect([Resource, TimeoutSeconds, HeartbeatSeconds]).toEqual(['arn:aws:states:::lambda:invoke.waitForTaskToken', 300, undefined]);
  const [again] = Retry;
  expect(again?.ErrorEquals.filter((name) => !name.startsWith('Lambda.'))).toEqual(['no-capacity']);
  expect(stepErrors).toContain('no-capacity');
  expect(again).toMatchObject({ JitterStrategy: 'FULL', BackoffRate: 2 });
});

test('Run waits for beats and for the report, and is tried again only when Lambda itself would not take the call', () => {
  const { Resource, TimeoutSecondsPath, HeartbeatSeconds, Retry } = givenStates().named('Run');
  expect([Resource, TimeoutSecondsPath]).toEqual(['arn:aws:states:::lambda:invoke.waitForTaskToken', '$.runTimeoutSec']);
  expect(HeartbeatSeconds).toBe(75);
  expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals).filter((name) => !name.startsWith('Lambda.'))).toEqual([]);
});

test('whatever goes wrong in Launch and Run ends in Finish, what States.ALL does not catch included', () => {
  for (const name of ['Launch', 'Run']) {
    const { Catch } = givenStates().named(name);
    expect(Catch.map(({ ErrorEquals, Next }) => [...ErrorEquals, Next])).toEqual([
      ['States.DataLimitExceeded', 'Finish'],
      ['States.ALL', 'Finish'],
    ]);
  }
});

test('Finish is given more time than its function takes, and is tried again whatever fails', () => {
  const { TimeoutSeconds = 0, Retry, Catch } = givenStates().named('Finish');
  expect(TimeoutSeconds).toBeGreaterThan(timeoutOf('finish'));
  expect(Retry.map(({ ErrorEquals }) => ErrorEquals)).toEqual([['States.ALL']]);
  expect(Catch).toEqual([]);
});

test('a run that is to be attempted again waits until the instant that Finish answers, and is then admitted', () => {
  const { named } = givenStates();
  expect(named('Again?').Choices).toEqual([{ Variable: '$.again', IsNull: false, Next: 'Backoff' }]);
  expect(named('Backoff')).toMatchObject({ Type: 'Wait', TimestampPath: '$.again.at', Next: 'Admit' });
  const { TimeoutSeconds = 0, Retry, Catch, Next } = named('Admit');
  expect(TimeoutSeconds).toBeGreaterThan(timeoutOf('admit'));
  expect([Retry.map(({ ErrorEquals }) => ErrorEquals), Catch, Next]).toEqual([[['States.ALL']], [], 'Done']);
});

test('the machine may call its four functions, and nothing else of ours', () => {
  const [policy] = resources(template(), 'AWS::IAM::Policy').filter(({ id }) => id.startsWith('WorkflowMachineRole'));
  const statements = z.array(z.object({ Action: z.unknown(), Resource: z.unknown() }));
  const document = z.object({ PolicyDocument: z.object({ Statement: statements }) }).parse(policy?.Properties).PolicyDocument;
  const ours = document.Statement.filter(({ Resource }) => Resource !== '*');
  const told = ours.map(
    ({ Action, Resource }) =>
      `${shown(Action)} ${[Resource]
        .flat()
        .map(shown)
        .join(' ')
        .replaceAll(/[0-9A-F]{8}/g, '')}`,
  );
  expect(told).toEqual([
    'lambda:InvokeFunction <FunctionsadmitFunction.Arn> <FunctionsfinishFunction.Arn> <FunctionslaunchFunction.Arn> <FunctionsrunFunction.Arn>',
  ]);
});

test('it is a standard machine: each step happens once, and its history is kept', () => {
  expect(only(template(), 'AWS::StepFunctions::StateMachine', machine).StateMachineType).toBe('STANDARD');
});
