import { createToken } from '../api/tokens/create-token.ts';
import { deleteToken } from '../api/tokens/delete-token.ts';
import { listTokens } from '../api/tokens/list-tokens.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openTable } from './parts/table.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, 'table']);
const observer = createObserver(config);
const services = createServices(config, observer.log, { table: openTable(config) });
const operations = { createToken, deleteToken, listTokens };

/** Answers `/v1/tokens`. */
export const handler = httpLambda({ operations, services, observer });
