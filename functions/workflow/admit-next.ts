import { errorText } from '../../core/error-text.ts';
import { startRuns } from '../stores/start-runs.ts';
import type { EndingParts } from './parts.ts';

/** Gives free places to waiting runs. That it fails is no fault of the run that ended: the sweeper admits within a minute. */
export async function admitNext({ stores, workflow, settings }: Pick<EndingParts, 'stores' | 'workflow' | 'settings'>): Promise<void> {
  await startRuns(stores, workflow).catch((error: unknown) => {
    settings.log('error', 'waiting runs could not be started', {
      error: errorText(error),
    });
  });
}
