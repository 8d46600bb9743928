import { systemOperations } from '../api/system/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig(commonSettings);
const observer = createObserver(config);
const services = createServices(config, observer.log, {});

/** Answers `/healthz` and `/openapi.json`, and what has no address. */
export const handler = httpLambda({ operations: systemOperations, services, observer });
