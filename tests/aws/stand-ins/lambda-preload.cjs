'use strict';
/**
 * What Lambda's runtime for Node has and MiniStack's worker lacks; loaded before the worker by NODE_OPTIONS.
 * Response streaming as of AWS's runtime interface client (aws-lambda-ric, HttpResponseStream.js): a status and headers first, then the
 * body as it is written. The body is handed to the gateway over a socket, whose path stands in the answer.
 */
const { randomUUID } = require('node:crypto');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { PassThrough } = require('node:stream');

// Who calls is told by the session's token, of which the real one is known to AWS alone.
if (process.env.AWS_LAMBDA_FUNCTION_NAME) process.env.AWS_SESSION_TOKEN = process.env.AWS_LAMBDA_FUNCTION_NAME;

function answer(stream, { statusCode = 200, headers = {}, cookies = [] }) {
  const socket = path.join(tmpdir(), `${randomUUID()}.sock`);
  return new Promise((resolve, reject) => {
    const server = createServer((reader) => {
      stream.pipe(reader);
      reader.on('error', () => stream.destroy());
      server.close();
    });
    server.on('error', reject);
    server.listen(socket, () => resolve({ statusCode, headers, multiValueHeaders: { 'set-cookie': cookies }, socket }));
  });
}

globalThis.awslambda = {
  HttpResponseStream: {
    from(stream, metadata) {
      stream.emit('metadata', metadata);
      return stream;
    },
  },
  streamifyResponse: (handler) => (event, context) =>
    new Promise((resolve, reject) => {
      const stream = new PassThrough();
      stream.once('metadata', (metadata) => answer(stream, metadata).then(resolve, reject));
      Promise.resolve(handler(event, stream, context)).catch(reject);
    }),
};
