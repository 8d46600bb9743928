import { mkdirSync } from 'node:fs';
import { operations } from '../functions/api/operations.ts';
import { createApp } from '../functions/doors/app.ts';
import type { App } from '../functions/doors/app.ts';
import type { Services } from '../functions/services.ts';
import type { DirectoryBucket } from './bucket/directory-bucket.ts';
import { createFront } from './http/front.ts';
import type { LocalLauncher } from './launcher/launcher.ts';
import { openServices } from './open-services.ts';
import type { EditionOptions, Standing } from './open-services.ts';
import { claim } from './ownership.ts';
import type { Owner } from './ownership.ts';
import { sweepSandboxRoots } from './sandbox-root.ts';
import { keepWatch } from './watch.ts';
import type { LocalWorkflow } from './workflow.ts';

/** The local edition within this process. */
export interface LocalEdition {
  api: App;
  /** The API and granted addresses in memory; `token` is a credential that only this process knows. */
  fetch: App;
  token: string;
  services: Services;
  bucket: DirectoryBucket;
  launcher: LocalLauncher;
  workflow: LocalWorkflow;
  /** Says by which address grants are reached, once a server listens. */
  reachedAt(origin: string): void;
  /** Keeps the schedules of the data folder from now on, and settles what came due while nobody did: for its one server. */
  keepSchedules(): Promise<void>;
  /** Ends what runs, as lost, and starts nothing more; requests are answered still, so that those who follow a run hear of its end. */
  stop(): Promise<void>;
  /** Ends sandboxes, runner and scanner, and gives the data folder back. What ran ends as lost; what waited goes on waiting for another process. */
  close(): Promise<void>;
}

/** Opens the local edition on a data folder: no server, no Docker, no account. */
export async function createLocalEdition(options: EditionOptions): Promise<LocalEdition> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const owner = claim(options.dataDir);
  const standing: Standing = { origin: 'http://127.0.0.1', listens: false, admits: options.admit ?? true };
  const { services, ...parts } = openServices(options, owner.id, standing);
  const { dataDir, adopt: adopts = false } = options;
  const { stop, close } = ending(parts, owner, standing);
  const watching = keepWatch({ ...parts, services, dataDir, adopts, onOwnerGone: sweepSandboxRoots });
  const watch = await watching.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const api = createApp(operations, services);
  return {
    ...parts,
    api,
    fetch: createFront({ api, serveGrant: (request) => parts.bucket.serveGrant(request) }),
    token: parts.identity.grantLocal(),
    services,
    reachedAt: (origin) => {
      standing.origin = origin;
      standing.listens = true;
    },
    keepSchedules: () => parts.scheduling.begin(),
    stop,
    close: async () => {
      await watch.stop();
      await close();
    },
  };
}

const handingOverMs = 5000;

/** How an edition ends: what is told first is done first, and twice does no harm. */
function ending(parts: Omit<ReturnType<typeof openServices>, 'services'>, owner: Owner, standing: Standing) {
  const stop = async () => {
    standing.admits = false;
    // A message that is being handed over may be handed over; one whose mail server hangs keeps nothing from ending, and waits for the next start.
    const impatient = setTimeout(parts.closeTopic, handingOverMs);
    await Promise.all([parts.launcher.close(), parts.scheduling.stop()]);
    await parts.workflow.settled();
    clearTimeout(impatient);
  };
  const close = async () => {
    await Promise.all([stop(), parts.scanner.close()]);
    await parts.workflow.settled();
    parts.closeTopic();
    parts.table.close();
    sweepSandboxRoots(owner.id);
    owner.release();
  };
  return { stop, close };
}
