import { runsOperations } from '../api/runs/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openReplacing, replacingSettings } from './parts/replacing.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...replacingSettings]);
const observer = createObserver(config);
const services = createServices(config, observer.log, openReplacing(config));

/** Answers `/v1/runs` and `/v1/scripts/{script}/runs`. */
export const handler = httpLambda({ operations: runsOperations, services, observer });
