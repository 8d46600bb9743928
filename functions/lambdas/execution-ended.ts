import { readConfig } from '../config.ts';
import { eventLambda } from '../doors/lambda/event-lambda.ts';
import { executionEnded, executionEndedEvent } from '../events/execution-ended.ts';
import { createObserver } from './observer.ts';
import { endingSettings, openEnding } from './parts/ending.ts';
import { mailSettings, openMail } from './parts/topic.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...endingSettings, ...mailSettings]);
const observer = createObserver(config);
const services = createServices(config, observer.log, { ...openEnding(config), ...openMail(config) });

/** Hears of executions that ended otherwise than well. */
export const handler = eventLambda(executionEndedEvent, async (event) => executionEnded(services, event), observer);
