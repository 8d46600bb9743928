import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Scope } from '../../core/schemas/token.ts';
import type { Bucket } from '../../functions/ports/bucket.ts';
import type { Services } from '../../functions/services.ts';
import { createStores } from '../../functions/stores/index.ts';
import { createLocalIdentity } from '../../local/identity.ts';
import { createPulse } from '../../local/pulse.ts';
import { openTable } from '../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface GivenServices {
  services: Services;
  /** Lines of the operator's log. */
  logged: { level: string; message: string; facts: Record<string, string | number> }[];
  /** A new token with these scopes. */
  tokenWith: (...scopes: Scope[]) => Promise<string>;
  /** A new credential of this process's own actor, who may do everything. */
  localToken: () => string;
}

/** Doors never touch this; a test that does fails here. */
async function absent(): Promise<never> {
  throw new Error('a door used a part that is none of its business');
}

const bucket: Bucket = {
  put: absent,
  get: absent,
  read: absent,
  size: absent,
  list: absent,
  remove: absent,
  removeAll: absent,
  grantDownload: absent,
  grantUpload: absent,
  grantUploads: absent,
};

/** Services over a real table and real tokens, without what runs scripts; closed when the test ends. */
export function givenServices(): GivenServices {
  const folder = temporaryFolder('doors');
  const table = openTable(join(folder, 'runlet.db'));
  onTestFinished(() => {
    table.close();
    rmSync(folder, { recursive: true });
  });
  const logged: GivenServices['logged'] = [];
  const pulse = createPulse();
  const scanner = { scan: absent };
  const stores = createStores({ table, bucket, scanner, pulse, owner: 'test', maxRuns: 4, admits: () => false, now: () => new Date() });
  const identity = createLocalIdentity(stores);
  const services: Services = {
    table,
    bucket,
    scanner,
    pulse,
    secrets: { put: absent, get: absent, remove: absent, list: absent },
    metrics: { count: () => {}, measure: () => {} },
    stores,
    identity,
    launcher: { launch: absent, stop: absent, look: absent, living: absent },
    timer: { keep: absent, forget: absent, kept: absent },
    topic: { subscribe: absent, look: absent, unsubscribe: absent, publish: absent },
    callbacks: { succeed: absent, fail: absent, beat: absent },
    workflow: { start: absent, stop: absent },
    settings: {
      version: '9.9.9',
      maxRuns: 4,
      templatesDir: folder,
      queueTimeoutSec: 60,
      retentionDays: null,
      streamSec: null,
      publicUrl: () => null,
      log: (level, message, facts) => {
        logged.push({ level, message, facts });
      },
    },
  };
  const root = { id: 'tok_root', name: 'root', scopes: ['admin'] } as const;
  return {
    services,
    logged,
    localToken: () => identity.grantLocal(),
    tokenWith: async (...scopes) => (await stores.tokens.create({ name: 'test', scopes }, root)).token,
  };
}
