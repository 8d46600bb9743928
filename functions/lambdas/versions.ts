import { createVersion } from '../api/versions/create-version.ts';
import { diffVersions } from '../api/versions/diff-versions.ts';
import { getSource } from '../api/versions/get-source.ts';
import { getVersion } from '../api/versions/get-version.ts';
import { listVersions } from '../api/versions/list-versions.ts';
import { promoteVersion } from '../api/versions/promote-version.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { codeSettings, openCode } from './parts/code.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...codeSettings]);
const observer = createObserver(config);
const services = createServices(config, observer.log, openCode(config));
const operations = { createVersion, diffVersions, getSource, getVersion, listVersions, promoteVersion };

/** Answers `/v1/scripts/{script}/versions`. */
export const handler = httpLambda({ operations, services, observer });
