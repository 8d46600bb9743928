import { createEmfMetrics } from '../aws/metrics/metrics.ts';
import { readConfig } from '../config.ts';
import { queueLambda } from '../doors/lambda/queue-lambda.ts';
import { readUndelivered, undeliveredMessage } from '../events/undelivered.ts';
import { messageUndelivered } from '../events/undelivered-message.ts';
import { slotUndelivered } from '../events/undelivered-slot.ts';
import { createObserver } from './observer.ts';
import { openReplacing, replacingSettings } from './parts/replacing.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...replacingSettings]);
const observer = createObserver(config);
// Slots before the one that was not delivered get their rows first, and may be run.
const services = createServices(config, observer.log, { ...openReplacing(config), metrics: createEmfMetrics(config) });

/** Given what Scheduler, Lambda and SNS could not deliver; writes each into the record of its schedule or message. */
export const handler = queueLambda(
  undeliveredMessage,
  async (message) => {
    const told = readUndelivered(message);
    if (told.kind === 'mail') return messageUndelivered(services, told);
    const { scheduleId, slot } = told.dueTime;
    return slotUndelivered(services, { scheduleId, at: slot, error: told.error });
  },
  observer,
);
