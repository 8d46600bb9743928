import { rm } from 'node:fs/promises';
import { createClient } from '../../client/index.ts';
import type { Client } from '../../client/index.ts';
import { createLocalEdition } from '../../local/edition.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** The local edition in this process on a fresh data folder, and a client that may do everything. */
export interface OpenEdition {
  client: Client;
  close(): Promise<void>;
}

export async function openEdition(): Promise<OpenEdition> {
  const dataDir = temporaryFolder('templates');
  const edition = await createLocalEdition({ dataDir });
  const client = createClient({ url: 'http://127.0.0.1', token: edition.token, fetch: async (request) => edition.fetch(request) });
  return {
    client,
    close: async () => {
      await edition.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
