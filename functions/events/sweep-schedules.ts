import { errorText } from '../../core/error-text.ts';
import { deliverMessages } from '../notices/deliver-messages.ts';
import { finishTelling } from '../notices/finish-telling.ts';
import { sendDigests } from '../notices/send-digests.ts';
import type { Services } from '../services.ts';
import { settleOverdue } from './overdue-slots.ts';
import { tellTimers } from './tell-timers.ts';

/**
 * Each minute: settles due times of which nothing is known, tells the timer what it was not told, tells people what was left untold or held back, and sends
 * the messages whose time has come. Each is done by itself, so that one which fails or has much to do holds up no other for longer than this minute.
 */
export async function sweepSchedules(services: Services): Promise<void> {
  const schedules = async () => {
    // Where somebody is always there, what was not called was lost on the way.
    await careful(services, 'due times', () => settleOverdue(services, { downUntil: services.settings.downUntil?.() ?? null }));
    // At once, because people are to hear of what is overdue within minutes.
    await messages();
    await careful(services, 'timers', () => tellTimers(services));
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
