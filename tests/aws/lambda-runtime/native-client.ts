import { request } from 'node:http';

/** What the runtime client's compiled part does (aws-lambda-ric, `src/native/rapid-client.cc`): it hands answers and errors to the Runtime API.
 *  `next` is not asked here, because AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1 makes the client ask by HTTP itself. */

const invocations = `http://${process.env['AWS_LAMBDA_RUNTIME_API'] ?? ''}/2018-06-01/runtime/invocation`;

export function done(id: string, body: string): void {
  post(`${invocations}/${id}/response`, body);
}

export function error(id: string, body: string, xray: string): void {
  post(`${invocations}/${id}/error`, body, { 'lambda-runtime-function-xray-error-cause': xray });
}

export function next(): never {
  throw new Error('The Runtime API is asked by HTTP here.');
}

function post(address: string, body: string, headers: Record<string, string> = {}): void {
  request(address, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } })
    .on('response', (response) => response.resume())
    .end(body);
}
