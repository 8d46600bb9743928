import { uploadsOperations } from '../api/uploads/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openBucket } from './parts/bucket.ts';
import { openTable } from './parts/table.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, 'table', 'scriptsBucket', 'runsBucket']);
const observer = createObserver(config);
const services = createServices(config, observer.log, { table: openTable(config), bucket: openBucket(config) });

/** Answers `/v1/uploads`. */
export const handler = httpLambda({ operations: uploadsOperations, services, observer });
