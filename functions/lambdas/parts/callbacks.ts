import { createStepCallbacks } from '../../aws/callbacks/step-callbacks.ts';
import { loader } from '../../aws/clients/loader.ts';
import type { Config } from '../../config.ts';
import type { Callbacks } from '../../ports/callbacks.ts';

/** Answers to the waiting steps of the installation's workflow. */
export function openCallbacks({ endpoint }: Config<'endpoint'>): Callbacks {
  return createStepCallbacks({ sfn: loader(() => import('../../aws/clients/sfn.ts'), { endpoint }) });
}
