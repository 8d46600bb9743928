import { subscriptionsOperations } from '../api/subscriptions/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openTable } from './parts/table.ts';
import { openTopic } from './parts/topic.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, 'table', 'topic', 'undelivered', 'apiUrl']);
const observer = createObserver(config);
const services = createServices(config, observer.log, { table: openTable(config), topic: openTopic(config), apiUrl: config.apiUrl });

/** Answers `/v1/subscriptions`, `/v1/messages`, and the pages behind the links of messages. */
export const handler = httpLambda({ operations: subscriptionsOperations, services, observer });
