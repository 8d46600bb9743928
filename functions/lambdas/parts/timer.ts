import { loader } from '../../aws/clients/loader.ts';
import { createSchedulerForgetter, createSchedulerTimer } from '../../aws/timer/scheduler-timer.ts';
import type { Config } from '../../config.ts';
import type { Timer } from '../../ports/timer.ts';
import { noTimer } from '../absent.ts';

/** What it takes to keep schedules. */
export const timerSettings = ['scheduleGroup', 'fire', 'fireRole', 'undelivered'] as const;

/** The installation's group of schedules. */
export function openTimer(config: Config<(typeof timerSettings)[number] | 'endpoint'>): Timer {
  const call = { targetArn: config.fire, roleArn: config.fireRole, deadLetterArn: config.undelivered };
  return createSchedulerTimer({ ...groupOf(config), ...call, now: () => new Date() });
}

/** The same, for those who forget schedules and keep none. */
export function openForgetter(config: Config<'scheduleGroup' | 'endpoint'>): Timer {
  return { ...noTimer, ...createSchedulerForgetter(groupOf(config)) };
}

function groupOf({ scheduleGroup, endpoint }: Config<'scheduleGroup' | 'endpoint'>) {
  const clients = { scheduler: loader(() => import('../../aws/clients/scheduler.ts'), { endpoint }) };
  return { clients, group: scheduleGroup };
}
