import type { Alert } from '../../core/schemas/steps.ts';

/** Tells people of a run that did not end well, where no workflow is left to do so. */
export interface Alerts {
  /** Returns once the carrier has taken the message over. @throws what keeps it from doing so. */
  publish(alert: Alert): Promise<void>;
}
