import { rmSync } from 'node:fs';
import { afterAll, test } from 'vitest';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import { serve } from '../../local/serve.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** An edition as a story sees it: a client, and raw requests for what a client would not send. */
export interface Edition {
  name: string;
  runlet: Client;
  /** Sends a request with a valid token to this path. */
  ask: (path: string, init?: RequestInit) => Promise<Response>;
}

interface Opened extends Edition {
  close(): Promise<void>;
}

/** Where an installation in AWS, or in an emulator, is to be tried in place of the editions of this machine. */
const { RUNLET_TEST_AWS_URL: awsUrl, RUNLET_TEST_AWS_TOKEN: awsToken } = process.env;

/** Another edition is plugged in by one more line here. */
const editions: Record<string, () => Promise<Opened>> = awsUrl ? { aws: openAws } : { memory: openMemory, http: openHttp };

const opened = new Map<string, Promise<Opened>>();

/** A user's story, told once and run on every edition. Stories of one file share an edition and must not assume that they are alone in it. */
export function scenario(title: string, story: (edition: Edition) => Promise<void>): void {
  for (const [name, open] of Object.entries(editions)) {
    test(`${name}: ${title}`, async () => {
      const edition = opened.get(name) ?? open();
      opened.set(name, edition);
      await story(await edition);
    });
  }
}

afterAll(async () => {
  await Promise.all(Array.from(opened.values(), async (edition) => (await edition).close()));
});

async function openMemory(): Promise<Opened> {
  const dataDir = temporaryFolder('memory');
  const url = 'http://127.0.0.1';
  const edition = await createLocalEdition({ dataDir, adopt: true, publicUrl: url });
  await edition.keepSchedules();
  const close = async () => {
    await edition.close();
    rmSync(dataDir, { recursive: true });
  };
  return given('memory', url, edition.token, edition.fetch, close);
}

async function openHttp(): Promise<Opened> {
  const dataDir = temporaryFolder('http');
  const served = await serve({ dataDir, port: 0 });
  const close = async () => {
    await served.close();
    rmSync(dataDir, { recursive: true });
  };
  return given('http', served.url, served.token, (request) => fetch(request), close);
}

/** One that stands already and goes on after the stories, so that all files share it. */
async function openAws(): Promise<Opened> {
  return given(
    'aws',
    awsUrl ?? '',
    awsToken ?? '',
    (request) => fetch(request),
    () => Promise.resolve(),
  );
}

function given(
  name: string,
  url: string,
  token: string,
  send: (request: Request) => Promise<Response>,
  close: () => Promise<void>,
): Opened {
  const ask = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
    return send(new Request(`${url}${path}`, { ...init, headers }));
  };
  return { name, runlet: createClient({ url, token, fetch: send }), ask, close };
}
