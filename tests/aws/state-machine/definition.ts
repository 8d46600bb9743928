import * as z from 'zod';
import { resources, template } from '../../infra/synthesize.ts';

const state = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  Parameters: z.record(z.string(), z.unknown()).optional(),
  TimeoutSeconds: z.number().optional(),
  TimeoutSecondsPath: z.string().optional(),
  HeartbeatSeconds: z.number().optional(),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), MaxAttempts: z.number() })).optional(),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() })).optional(),
});
export type State = z.infer<typeof state>;

const definition = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), state) });
/** A state machine in Amazon States Language, as far as tests look into it. */
export type Definition = z.infer<typeof definition>;

const joined = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });

/** The run's state machine as the synthesized template has it; what CloudFormation would fill in stands as `{{…}}`. */
export function synthesizedDefinition(): Definition {
  const machines = resources(template(), 'AWS::StepFunctions::StateMachine');
  const [machine] = machines;
  if (machines.length !== 1 || machine === undefined) throw new Error(`the template has ${machines.length} state machines, not one`);
  return definition.parse(JSON.parse(textOf(machine.Properties['DefinitionString'])));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { success, data } = joined.safeParse(value);
  if (!success) return `{{${JSON.stringify(value).replaceAll('"', '')}}}`;
  const [separator, parts] = data['Fn::Join'];
  return parts.map(textOf).join(separator);
}

/**
 * The definition with each function replaced by a message in a queue, whose reader plays the function: `{state, execution, token, payload}`. A
 * function's answer is what the reader sends back as `{Payload: …}`; everything else stays as it is.
 */
export function overQueue(machine: Definition, queueUrl: string): Definition {
  const States = Object.fromEntries(Object.entries(machine.States).map(([name, one]) => [name, swapped(name, one, queueUrl)]));
  return { ...machine, States };
}

function swapped(name: string, one: State, QueueUrl: string): State {
  if (one.Resource?.startsWith('arn:aws:states:::lambda:invoke')) {
    const { Payload, 'Payload.$': path } = one.Parameters ?? {};
    const payload = path === undefined ? { payload: Payload } : { 'payload.$': path };
    const MessageBody = { state: name, 'execution.$': '$$.Execution.Name', 'token.$': '$$.Task.Token', ...payload };
    return { ...one, Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Parameters: { QueueUrl, MessageBody } };
  }
  return one;
}

/** Which wait of the machine is made short enough for a test to see its end; the others are long enough for a slow machine. */
export type Hurry = 'none' | 'launch' | 'beat';

/** The same machine with seconds in place of minutes, and without long waits between two tries. */
export function hurried(machine: Definition, hurry: Hurry): Definition {
  const States = Object.fromEntries(
    Object.entries(machine.States).map(([name, { Retry, ...one }]) => {
      const rules = Retry?.map((rule) => ({ ...rule, IntervalSeconds: 1, MaxDelaySeconds: 2, BackoffRate: 1, MaxAttempts: 2 }));
      return [name, { ...one, ...(rules ? { Retry: rules } : {}), ...waitOf(name, hurry) }];
    }),
  );
  return { ...machine, States };
}

function waitOf(name: string, hurry: Hurry): Partial<State> {
  if (name === 'Launch') return { TimeoutSeconds: hurry === 'launch' ? 2 : 60 };
  return name === 'Run' ? { HeartbeatSeconds: hurry === 'beat' ? 4 : 8 } : {};
}
