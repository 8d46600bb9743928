import { schedulesOperations } from '../api/schedules/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openReplacing, replacingSettings } from './parts/replacing.ts';
import { openTimer, timerSettings } from './parts/timer.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...replacingSettings, ...timerSettings]);
const observer = createObserver(config);
// It tells no figures: a due time that a person's change finds overdue has its mail, and what tells figures would be read at each cold start.
const services = createServices(config, observer.log, { ...openReplacing(config), timer: openTimer(config) });

/** Answers `/v1/schedules`. */
export const handler = httpLambda({ operations: schedulesOperations, services, observer });
