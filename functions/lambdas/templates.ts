import { templatesOperations } from '../api/templates/operations.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig(commonSettings);
const observer = createObserver(config);
const services = createServices(config, observer.log, {});

/** Answers `/v1/templates`, from files that are packed beside it. */
export const handler = httpLambda({ operations: templatesOperations, services, observer });
