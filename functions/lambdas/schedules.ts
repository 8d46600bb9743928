import { schedulesOperations } from '../api/schedules/operations.ts';
import { createEmfMetrics } from '../aws/metrics/metrics.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openStarting, startingSettings } from './parts/starting.ts';
import { openTimer, timerSettings } from './parts/timer.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...startingSettings, ...timerSettings]);
const observer = createObserver(config);
const given = { ...openStarting(config), timer: openTimer(config), metrics: createEmfMetrics(config) };
const services = createServices(config, observer.log, given);

/** Answers `/v1/schedules`. */
export const handler = httpLambda({ operations: schedulesOperations, services, observer });
