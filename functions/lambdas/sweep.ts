import { readConfig } from '../config.ts';
import { eventLambda } from '../doors/lambda/event-lambda.ts';
import { sweep, sweepEvent } from '../events/sweep.ts';
import { createObserver } from './observer.ts';
import { openAlerts } from './parts/alerts.ts';
import { endingSettings, openEnding } from './parts/ending.ts';
import { openPool } from './parts/pool.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...endingSettings, 'topic', 'warmPool']);
const observer = createObserver(config);
const services = createServices(config, observer.log, { ...openEnding(config), alerts: openAlerts(config) });
const pool = openPool(config, services);

/** Called each minute: looks after the runs, and then after the sandboxes that wait. */
export const handler = eventLambda(
  sweepEvent,
  async () => {
    await sweep(services);
    const round = await pool.keep();
    if (round.started + round.ended + round.failed.length > 0)
      observer.log(round.failed.length > 0 ? 'error' : 'info', 'looked after the pool', { ...round, failed: round.failed.join(' ') });
  },
  observer,
);
