import { getTemplate } from '../api/templates/get-template.ts';
import { listTemplates } from '../api/templates/list-templates.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig(commonSettings);
const observer = createObserver(config);
const services = createServices(config, observer.log, {});
const operations = { getTemplate, listTemplates };

/** Answers `/v1/templates`, from files that are packed beside it. */
export const handler = httpLambda({ operations, services, observer });
