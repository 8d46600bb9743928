import { schedulesOperations } from '../api/schedules/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openStarting, startingSettings } from './parts/starting.ts';
import { openTimer, timerSettings } from './parts/timer.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...startingSettings, ...timerSettings]);
const observer = createObserver(config);
// It tells no figures: a due time that a person's change finds overdue has its mail, and what tells figures would be read at each cold start.
const services = createServices(config, observer.log, { ...openStarting(config), timer: openTimer(config) });

/** Answers `/v1/schedules`. */
export const handler = httpLambda({ operations: schedulesOperations, services, observer });
