import { createEmfMetrics } from '../aws/metrics/metrics.ts';
import { readConfig } from '../config.ts';
import { eventLambda } from '../doors/lambda/event-lambda.ts';
import { dueTimeEvent } from '../events/due-time.ts';
import { fireSlot } from '../submitting/fire-slot.ts';
import { createObserver } from './observer.ts';
import { openReplacing, replacingSettings } from './parts/replacing.ts';
import { openForgetter } from './parts/timer.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...replacingSettings, 'scheduleGroup']);
const observer = createObserver(config);
const given = { ...openReplacing(config), timer: openForgetter(config), metrics: createEmfMetrics(config) };
const services = createServices(config, observer.log, given);

/** Called by EventBridge Scheduler at each due time of a schedule, perhaps late, perhaps once more. */
export const handler = eventLambda(dueTimeEvent, async ({ scheduleId, slot }) => fireSlot(services, { scheduleId, at: slot }), observer);
