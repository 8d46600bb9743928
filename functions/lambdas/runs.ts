import { runsOperations } from '../api/runs/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openStarting, startingSettings } from './parts/starting.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...startingSettings]);
const observer = createObserver(config);
const services = createServices(config, observer.log, openStarting(config));

/** Answers `/v1/runs` and `/v1/scripts/{script}/runs`. */
export const handler = httpLambda({ operations: runsOperations, services, observer });
