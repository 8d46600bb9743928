import { readConfig } from '../config.ts';
import { eventLambda } from '../doors/lambda/event-lambda.ts';
import { taskStopped, taskStoppedEvent } from '../events/task-stopped.ts';
import { createObserver } from './observer.ts';
import { openBucket } from './parts/bucket.ts';
import { openCallbacks } from './parts/callbacks.ts';
import { openTable } from './parts/table.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, 'table', 'scriptsBucket', 'runsBucket']);
const observer = createObserver(config);
// It ends no run: it only tells whoever waits for one that the sandbox is gone.
const given = { table: openTable(config), bucket: openBucket(config), callbacks: openCallbacks(config) };
const services = createServices(config, observer.log, given);

/** Hears of tasks that stopped. */
export const handler = eventLambda(taskStoppedEvent, async (event) => taskStopped(services, event), observer);
