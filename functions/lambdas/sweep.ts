import { readConfig } from '../config.ts';
import { eventLambda } from '../doors/lambda/event-lambda.ts';
import { headStart } from '../events/head-start.ts';
import { sweep, sweepEvent } from '../events/sweep.ts';
import { createObserver } from './observer.ts';
import { codeSettings, openCode } from './parts/code.ts';
import { endingSettings, openEnding } from './parts/ending.ts';
import { openPool } from './parts/pool.ts';
import { openTimer, timerSettings } from './parts/timer.ts';
import { mailSettings, openMail } from './parts/topic.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...endingSettings, ...codeSettings, ...timerSettings, ...mailSettings, 'warmPool']);
const observer = createObserver(config);
// It starts the runs of due times that nobody called for, so it is given what starting takes beside what ending does.
const given = { ...openCode(config), ...openEnding(config), ...openMail(config), timer: openTimer(config) };
const services = createServices(config, observer.log, given);
const pool = openPool(config, services);

/** Runs are mostly looked after within a second; a sandbox that does not end takes 15. */
const headStartMs = 10_000;

/** Called each minute: looks after the runs, then after the sandboxes that wait, and after schedules and messages. */
export const handler = eventLambda(sweepEvent, () => headStart(() => sweep(services), headStartMs, sweepTheRest), observer);

async function sweepTheRest(): Promise<void> {
  // Loaded behind the first look at the runs, which comes first in every sense.
  const { sweepSchedules } = await import('../events/sweep-schedules.ts');
  await Promise.all([keepPool(), sweepSchedules(services)]);
}

async function keepPool(): Promise<void> {
  const round = await pool.keep();
  if (round.started + round.ended + round.failed.length > 0)
    observer.log(round.failed.length > 0 ? 'error' : 'info', 'looked after the pool', { ...round, failed: round.failed.join(' ') });
}
