import { runnerOperations as operations } from '../api/runner/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openBucket } from './parts/bucket.ts';
import { openCallbacks } from './parts/callbacks.ts';
import { openTable } from './parts/table.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, 'table', 'scriptsBucket', 'runsBucket']);
const observer = createObserver(config);
const given = { table: openTable(config), bucket: openBucket(config), callbacks: openCallbacks(config) };
const services = createServices(config, observer.log, given);

/** Answers `/runner/*`, which runners alone call. */
export const handler = httpLambda({ operations, services, observer });
