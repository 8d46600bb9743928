import { connect } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Operation } from '../../functions/doors/operation.ts';
import { createFront } from '../../local/http/front.ts';
import { startServer } from '../../local/http/server.ts';
import { givenDoor } from '../doors/given-door.ts';

export interface GivenServer {
  url: string;
  port: number;
  token: string;
  close(graceMs?: number): Promise<void>;
}

/** Where the package with the viewer's files lies. */
const docsDir = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

/** A server on a free port of 127.0.0.1, with these operations and the docs pages; closed when the test ends. */
export async function givenServer(operations: Operation[], host = '127.0.0.1'): Promise<GivenServer> {
  const { app, services, tokenWith } = await givenDoor(...operations);
  const front = createFront({
    api: app,
    serveGrant: async (request) => (request.url.endsWith('/grants/1') ? new Response('granted') : null),
    docs: { identity: services.identity, docsDir },
  });
  const server = await startServer({ app: front, host, port: 0, log: services.settings.log });
  onTestFinished(async () => server.close(0));
  return { ...server, token: await tokenWith('admin') };
}

/** Sends bytes as they are and gives all that comes back until the other side closes, or until `enough` says so. */
export async function sendRaw(port: number, bytes: string, enough: (heard: string) => boolean): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let heard = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    heard += part;
    if (enough(heard)) resolve(heard);
  });
  socket.on('end', () => resolve(heard)).on('error', reject);
  socket.write(bytes);
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

/** A request in raw HTTP/1.1. */
export function raw(line: string, headers: Record<string, string>, body = ''): string {
  return `${line} HTTP/1.1\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`;
}
