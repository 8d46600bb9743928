import { loader } from '../../aws/clients/loader.ts';
import { createSchedulerTimer } from '../../aws/timer/scheduler-timer.ts';
import type { Config } from '../../config.ts';
import type { Timer } from '../../ports/timer.ts';

/** What it takes to keep schedules. */
export const timerSettings = ['scheduleGroup', 'fire', 'fireRole', 'undelivered'] as const;

/** The installation's group of schedules. */
export function openTimer({
  scheduleGroup,
  fire,
  fireRole,
  undelivered,
  endpoint,
}: Config<(typeof timerSettings)[number] | 'endpoint'>): Timer {
  const clients = { scheduler: loader(() => import('../../aws/clients/scheduler.ts'), { endpoint }) };
  const call = { targetArn: fire, roleArn: fireRole, deadLetterArn: undelivered };
  return createSchedulerTimer({ clients, group: scheduleGroup, ...call, now: () => new Date() });
}
