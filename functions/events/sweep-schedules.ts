import { errorText } from '../../core/error-text.ts';
import { deliverMessages } from '../notices/deliver-messages.ts';
import { finishTelling } from '../notices/finish-telling.ts';
import { sendDigests } from '../notices/send-digests.ts';
import type { Services } from '../services.ts';
import { settleOverdue } from './overdue-slots.ts';
import { tellTimers } from './tell-timers.ts';

/** No due time is settled after so many milliseconds of a sweep; the next one goes on. */
const settlingMs = 15_000;

/**
 * Each minute: settles due times of which nothing is known, tells the timer what it was not told, tells people what was left untold or held back, and sends
 * the messages whose time has come. Each is done by itself, so that one which fails holds up no other; and due times, of which there may be
 * a year's, are settled for a part of the minute only, beside the others.
 * @param signal no due time is settled once it is aborted.
 */
export async function sweepSchedules(services: Services, signal?: AbortSignal): Promise<void> {
  const schedules = async () => {
    // Where somebody is always there, what was not called was lost on the way.
    const bound = AbortSignal.any([AbortSignal.timeout(settlingMs), ...(signal ? [signal] : [])]);
    const downUntil = services.settings.downUntil?.() ?? null;
    await careful(services, 'due times', () => settleOverdue(services, { downUntil, signal: bound }));
    // At once, because people are to hear of what is overdue within minutes.
    // Behind it, because what was not called for has its timer told again.
    await Promise.all([messages(), careful(services, 'timers', () => tellTimers(services))]);
  };
  const messages = async () => {
    await careful(services, 'notices', () => finishTelling(services));
    await careful(services, 'digests', () => sendDigests(services));
    await careful(services, 'messages', () => deliverMessages(services));
  };
  await Promise.all([schedules(), messages()]);
}

async function careful({ settings }: Pick<Services, 'settings'>, what: string, task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    settings.log('error', 'looking after schedules failed', { what, error: errorText(error) });
  }
}
