import { errorText } from '../../core/error-text.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import { alertOf } from './alert-of.ts';
import type { TellingParts } from './parts.ts';

/** Tells people of a run that has just been ended outside its workflow, if they are to be told. That it fails is said to the operator and keeps nothing else from being done. */
export async function tellEnd(parts: TellingParts, record: RunRecord): Promise<void> {
  try {
    const alert = await alertOf(parts, record);
    if (alert !== null) await parts.alerts.publish(alert);
  } catch (error) {
    parts.settings.log('error', 'nobody could be told how a run ended', {
      runId: record.id,
      error: errorText(error),
    });
  }
}
