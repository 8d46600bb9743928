import { createScript } from '../api/scripts/create-script.ts';
import { deleteScript } from '../api/scripts/delete-script.ts';
import { getScript } from '../api/scripts/get-script.ts';
import { listScripts } from '../api/scripts/list-scripts.ts';
import { updateScript } from '../api/scripts/update-script.ts';
import { uploadScript } from '../api/scripts/upload-script.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { codeSettings, openCode } from './parts/code.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...codeSettings]);
const observer = createObserver(config);
const services = createServices(config, observer.log, openCode(config));
const operations = { createScript, deleteScript, getScript, listScripts, updateScript, uploadScript };

/** Answers `/v1/scripts`. */
export const handler = httpLambda({ operations, services, observer });
