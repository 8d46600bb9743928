import { versionsOperations } from '../api/versions/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { codeSettings, openCode } from './parts/code.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...codeSettings]);
const observer = createObserver(config);
const services = createServices(config, observer.log, openCode(config));

/** Answers `/v1/scripts/{script}/versions`. */
export const handler = httpLambda({ operations: versionsOperations, services, observer });
