import { createSnsAlerts } from '../../aws/alerts/sns-alerts.ts';
import { loader } from '../../aws/clients/loader.ts';
import type { Config } from '../../config.ts';
import type { Alerts } from '../../ports/alerts.ts';

/** The installation's topic of runs that did not end well. */
export function openAlerts({ topic, endpoint }: Config<'topic' | 'endpoint'>): Alerts {
  return createSnsAlerts({ sns: loader(() => import('../../aws/clients/sns.ts'), { endpoint }) }, { topicArn: topic });
}
