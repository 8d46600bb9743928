import { rmSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { createLocalEdition } from '../../../local/edition.ts';
import type { LocalEdition } from '../../../local/edition.ts';
import type { EditionOptions } from '../../../local/open-services.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** An answer as programs see it. */
interface Answer {
  status: number;
  body: unknown;
}

/** The API in memory, on a data folder of its own. */
export interface GivenApi {
  /** @param body is sent as JSON, or as it is when it is a form. */
  call: (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>;
  edition: () => LocalEdition;
}

/** Opened once for a test file; it records runs without starting any, unless said otherwise. */
export function givenApi(options: Omit<EditionOptions, 'dataDir'> = {}): GivenApi {
  const dataDir = temporaryFolder('api');
  let opened: LocalEdition;
  beforeAll(async () => {
    opened = await createLocalEdition({ dataDir, admit: false, ...options });
  });
  afterAll(async () => {
    await opened.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    edition: () => opened,
    call: async (method, path, body, token = opened.token) => {
      const form = body instanceof FormData;
      const headers = { authorization: `Bearer ${token}`, ...(body === undefined || form ? {} : { 'content-type': 'application/json' }) };
      const content = form || body === undefined ? body : JSON.stringify(body);
      const response = await opened.fetch(new Request(`http://127.0.0.1${path}`, { method, headers, body: content }));
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    },
  };
}
