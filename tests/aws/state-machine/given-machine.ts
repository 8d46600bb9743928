import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { createStepCallbacks } from '../../../functions/aws/callbacks/step-callbacks.ts';
import { createClients } from '../../../functions/aws/clients/index.ts';
import { createStepFunctionsWorkflow } from '../../../functions/aws/workflow/step-functions-workflow.ts';
import type { Callbacks } from '../../../functions/ports/callbacks.ts';
import { newId } from '../../../functions/stores/ids.ts';
import { startLocalStack } from '../stand-ins/localstack.ts';
import { hurried, overQueue, synthesizedDefinition } from './definition.ts';
import type { Hurry } from './definition.ts';
import { createQueue } from './queue.ts';
import type { Queue } from './queue.ts';

const told = z.object({ state: z.string(), execution: z.string(), token: z.string(), payload: z.record(z.string(), z.unknown()) });
/** What a function is told. */
export type Told = z.infer<typeof told>;

/** A run under way in the state machine. */
export interface Execution {
  runId: string;
  arn: string;
}

/** What the history of an execution tells once it has ended. */
export interface Ended {
  status: string;
  entered: string[];
  /** When each state was first entered, in Unix milliseconds; NaN for one that was not. */
  enteredAt: (state: string) => number;
}

/** The run's state machine on LocalStack; the tests play its functions. */
export interface GivenMachine {
  callbacks: Callbacks;
  /** Fails a step under any name, those of Step Functions' own included; says whether somebody waited. */
  fail(taskToken: string, error: string): Promise<boolean>;
  /** Starts a run whose script may take so many seconds beside grace and reporting, which are none here, by default a minute. */
  start(how?: { hurry?: Hurry; runTimeoutSec?: number }): Promise<Execution>;
  /** The same once more, from the patient machine. */
  startAgain(execution: Execution, runTimeoutSec: number): Promise<void>;
  stop(execution: Execution): Promise<void>;
  /** The next that a function of this run is told; fails after a minute. */
  told(execution: Execution): Promise<Told>;
  /** Whether a function of this run is told anything within a second. */
  isSilent(execution: Execution): Promise<boolean>;
  /** Resolves with the status in which the execution ended, and the states that it entered, each with the instant by the state machine's clock. */
  ended(execution: Execution): Promise<Ended>;
  close(): Promise<void>;
}

const region = 'us-east-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const roleArn = 'arn:aws:iam::000000000000:role/runlet';

export async function startMachine(): Promise<GivenMachine> {
  const standIn = await startLocalStack(['stepfunctions', 'sqs', 'iam', 'sts']);
  const endpoint = standIn.url;
  const sfn = new SFNClient({ endpoint, region, credentials });
  const clients = createClients({ endpoint, region, credentials });
  const functions = await createQueue(endpoint, 'functions');
  const machine = overQueue(synthesizedDefinition(), functions.url);
  const arns = { none: '', launch: '', beat: '' };
  for (const hurry of ['none', 'launch', 'beat'] as const) {
    const definition = JSON.stringify(hurried(machine, hurry));
    arns[hurry] = (await sfn.send(new CreateStateMachineCommand({ name: hurry, definition, roleArn }))).stateMachineArn ?? '';
  }
  const inbox = letters(functions, (body) => told.parse(JSON.parse(body)));
  const start = (runId: string, hurry: Hurry, seconds: number) => workflowOf(clients, arns[hurry], seconds).start(runId);
  const executionArn = (runId: string, hurry: Hurry) => `${arns[hurry].replace(':stateMachine:', ':execution:')}:${runId}-1`;
  return {
    callbacks: createStepCallbacks(clients),
    fail: async (taskToken, error) => {
      const { $metadata } = await sfn.send(new SendTaskFailureCommand({ taskToken, error, cause: 'by the test' }));
      return $metadata.httpStatusCode === 200;
    },
    start: async ({ hurry = 'none', runTimeoutSec = 60 } = {}) => {
      const runId = newId('run');
      await start(runId, hurry, runTimeoutSec);
      return { runId, arn: executionArn(runId, hurry) };
    },
    startAgain: ({ runId }, runTimeoutSec) => start(runId, 'none', runTimeoutSec),
    stop: async ({ arn }) => void (await sfn.send(new StopExecutionCommand({ executionArn: arn, error: 'canceled', cause: 'by hand' }))),
    told: async ({ runId }) => {
      const found = await inbox.next((one) => one.execution === `${runId}-1`, 60_000);
      if (found === null) throw new Error(`no function of ${runId} was told anything`);
      // The stand-in sends the message before it begins to wait for the answer, and hears an earlier one only with the next beat.
      await sleep(200);
      return found;
    },
    isSilent: async ({ runId }) => !(await inbox.has((one) => one.execution === `${runId}-1`, 1_000)),
    ended: (execution) => ended(sfn, execution),
    close: () => standIn.stop(),
  };
}

const none = () => Promise.reject(new Error('nothing is stopped here'));

/** The adapter itself starts the executions, so that its names and inputs meet a state machine. */
function workflowOf(clients: ReturnType<typeof createClients>, stateMachine: string, seconds: number) {
  return createStepFunctionsWorkflow(clients, {
    stateMachine,
    reportingSec: 0,
    read: async () => ({ status: 'STARTING', attempt: 1, limits: { timeoutSec: seconds, graceSec: 0 }, graceSec: null }),
    underway: none,
    launcher: { stop: none },
    callbacks: { fail: none },
  });
}

/** Messages of many runs come in one queue; each test takes its own and leaves the others. */
function letters<T>(queue: Queue, read: (body: string) => T) {
  const kept: T[] = [];
  const has = async (mine: (message: T) => boolean, withinMs: number): Promise<boolean> => {
    const deadline = Date.now() + withinMs;
    for (;;) {
      if (kept.some(mine)) return true;
      if (Date.now() >= deadline) return false;
      const body = await queue.receive(1);
      if (body !== null) kept.push(read(body));
    }
  };
  const next = async (mine: (message: T) => boolean, withinMs: number): Promise<T | null> =>
    (await has(mine, withinMs)) ? (kept.splice(kept.findIndex(mine), 1)[0] ?? null) : null;
  return { has, next };
}

async function ended(sfn: SFNClient, { arn: executionArn }: Execution): Promise<Ended> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { status = '' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') {
      const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
      const entries = events.flatMap(({ timestamp, stateEnteredEventDetails: entered }) =>
        entered?.name === undefined ? [] : [{ name: entered.name, at: timestamp?.getTime() ?? Number.NaN }],
      );
      const enteredAt = (state: string) => entries.find(({ name }) => name === state)?.at ?? Number.NaN;
      return { status, entered: entries.map(({ name }) => name), enteredAt };
    }
    if (Date.now() > deadline) throw new Error(`${executionArn} has not ended`);
    await sleep(100);
  }
}
