import type { Callbacks } from '../../ports/callbacks.ts';
import type { Clients } from '../clients/index.ts';
import { faultName } from '../passing-fault.ts';

/** AWS docs, SendTaskSuccess: the step is over, its execution is over, or the token never was one. */
const late: ReadonlySet<string> = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** The longest cause that SendTaskFailure takes, in characters (AWS docs: SendTaskFailure). */
const causeLength = 32_768;

/** Answers the waiting steps of state machines by their task tokens. */
export function createStepCallbacks({ sfn }: Pick<Clients, 'sfn'>): Callbacks {
  return {
    succeed: async (taskToken, output) => {
      const { client, sdk } = await sfn();
      return heard(client.send(new sdk.SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })));
    },
    fail: async (taskToken, error, cause) => {
      const { client, sdk } = await sfn();
      return heard(client.send(new sdk.SendTaskFailureCommand({ taskToken, error, cause: cause.slice(0, causeLength) })));
    },
    beat: async (taskToken) => {
      const { client, sdk } = await sfn();
      return heard(client.send(new sdk.SendTaskHeartbeatCommand({ taskToken })));
    },
  };
}

async function heard(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (late.has(faultName(error))) return false;
    throw error;
  }
}
