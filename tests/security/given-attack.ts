import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import * as z from 'zod';
import { serve } from '../../local/serve.ts';
import type { Served } from '../../local/serve.ts';
import { temporaryFolder } from '../temporary-folder.ts';

interface Answer {
  status: number;
  /** The problem's code, or '' for an answer that is none. */
  code: string;
  body: Record<string, unknown>;
}

/** What an attacker who may run scripts has: a started server and a token. */
export interface Attack {
  served: () => Served;
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Sends bytes as they are, with `{host}` and `{token}` filled in; the first line of what comes back. */
  send: (bytes: string) => Promise<string>;
  /** Runs a script to its end: the whole run and its log. */
  run: (source: string, fields?: Record<string, unknown>) => Promise<{ run: Record<string, unknown>; log: string }>;
}

/** Limits that keep an attack small when nothing stops it. */
export const small = { timeoutSec: 8, graceSec: 0, memoryMiB: 128, processes: 32, fileMiB: 16, workspaceMiB: 32, outputBytes: 100_000 };

/** One started server for a test file. */
export function givenAttack(): Attack {
  const dataDir = temporaryFolder('attack');
  let opened: Served;
  beforeAll(async () => {
    opened = await serve({ dataDir, port: 0 });
  });
  afterAll(async () => {
    await opened.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${opened.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${opened.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const call: Attack['call'] = async (...asked) => read(await ask(...asked));
  return {
    served: () => opened,
    call,
    send: (bytes) => sendTo(Number(new URL(opened.url).port), filled(bytes, opened)),
    run: async (source, fields = {}) => {
      const { body } = await call('POST', '/v1/runs?wait=25', { source, ...small, ...fields });
      return { run: body, log: await (await ask('GET', `/v1/runs/${String(body['id'])}/log`)).text() };
    },
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = z.record(z.string(), z.unknown()).parse(text === '' ? {} : JSON.parse(text));
  return { status: response.status, code: typeof body['code'] === 'string' ? body['code'] : '', body };
}

function filled(bytes: string, { url, token }: Served): string {
  return bytes.replaceAll('{host}', new URL(url).host).replaceAll('{token}', token);
}

async function sendTo(port: number, bytes: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  socket.setEncoding('utf8').once('data', (heard: string) => resolve(heard.split('\r\n', 1).join('')));
  socket.on('end', () => resolve('')).on('error', reject);
  socket.write(bytes);
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}
