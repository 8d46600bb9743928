import { readConfig } from '../config.ts';
import { eventLambda } from '../doors/lambda/event-lambda.ts';
import { taskStopped, taskStoppedEvent } from '../events/task-stopped.ts';
import { createObserver } from './observer.ts';
import { endingSettings, openEnding } from './parts/ending.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...endingSettings]);
const observer = createObserver(config);
const services = createServices(config, observer.log, openEnding(config));

/** Hears of tasks that stopped. */
export const handler = eventLambda(taskStoppedEvent, async (event) => taskStopped(services, event), observer);
