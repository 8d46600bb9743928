import { healthz } from '../api/system/healthz.ts';
import { openapi } from '../api/system/openapi.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig(commonSettings);
const observer = createObserver(config);
const services = createServices(config, observer.log, {});
const operations = { healthz, openapi };

/** Answers `/healthz` and `/openapi.json`, and what has no address. */
export const handler = httpLambda({ operations, services, observer });
