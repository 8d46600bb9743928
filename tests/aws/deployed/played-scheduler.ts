import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { GetScheduleOutput } from '@aws-sdk/client-scheduler';
import * as z from 'zod';
import { owner, stackNames } from '../harness/stack-names.ts';

/** EventBridge Scheduler as tests play it, because the emulator's knows no zones, no placeholders, no retries and no queue for what it gives up. */
export interface PlayedScheduler {
  /** What is kept under this name; null for nothing. */
  kept(name: string): Promise<GetScheduleOutput | null>;
  /** Calls what is kept under this name, with its input, in which the slot is filled in as Scheduler does. @throws Error with the function's own words. */
  call(name: string, slot: Date): Promise<void>;
  /** Calls a function of the stack and gives its answer. @throws Error with the function's own words. */
  invoke(entry: string, payload: unknown): Promise<unknown>;
  /** The name that a resource of the stack was given, by the beginning of its logical id. */
  named(logicalId: string): Promise<string>;
}

const failure = z.object({ errorMessage: z.string() });

export function playScheduler({ emulator }: { emulator: string }): PlayedScheduler {
  const [scheduler, lambda] = [new SchedulerClient(owner(emulator)), new LambdaClient(owner(emulator))];
  const names = stackNames(emulator);
  const named = async (logicalId: string) => {
    const [, name] = Object.entries(await names).find(([id]) => id.startsWith(logicalId)) ?? [];
    if (name === undefined) throw new Error(`The stack has no ${logicalId}.`);
    return name;
  };
  const call = async (FunctionName: string, payload: string): Promise<unknown> => {
    const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(payload) }));
    const answer: unknown = JSON.parse(Payload?.transformToString() || 'null');
    if (FunctionError !== undefined) throw new Error(failure.parse(answer).errorMessage);
    return answer;
  };
  const kept = async (Name: string) =>
    scheduler.send(new GetScheduleCommand({ Name, GroupName: await named('SchedulesGroup') })).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return null;
      throw error;
    });
  return {
    kept,
    named,
    call: async (name, slot) => {
      const { Arn, Input } = (await kept(name))?.Target ?? {};
      if (Arn === undefined || Input === undefined) throw new Error(`Nothing is kept under ${name}.`);
      // AWS docs, "Adding context attributes": the time in UTC, without a fraction of a second.
      await call(Arn, Input.replace('<aws.scheduler.scheduled-time>', slot.toISOString().replace(/\.\d+Z$/, 'Z')));
    },
    invoke: async (entry, payload) => call(await named(`Functions${entry.replaceAll('-', '')}Function`), JSON.stringify(payload)),
  };
}
