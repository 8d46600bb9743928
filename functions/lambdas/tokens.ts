import { tokensOperations } from '../api/tokens/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openTable } from './parts/table.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, 'table']);
const observer = createObserver(config);
const services = createServices(config, observer.log, { table: openTable(config) });

/** Answers `/v1/tokens`. */
export const handler = httpLambda({ operations: tokensOperations, services, observer });
