import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../core/schemas/report.ts';
import { createDirectoryBucket } from '../../local/bucket/directory-bucket.ts';
import { createLauncher } from '../../local/launcher/launcher.ts';
import type { LaunchEvents } from '../../local/launcher/launcher.ts';
import { choosePython } from '../../local/python/choose.ts';
import { pycache, runnerDir } from '../python.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { LaunchedBy } from './launcher.contract.ts';

const nothing = (): undefined => undefined;

/** The local launcher over folders of its own. */
export async function openLocalLauncher(): Promise<LaunchedBy> {
  const dataDir = temporaryFolder('launcher');
  const root = temporaryFolder('sandboxes');
  mkdirSync(join(root, 'all'), { mode: 0o711 });
  const bucket = createDirectoryBucket({ root: join(dataDir, 'blobs'), dataDir, origin: () => 'http://127.0.0.1' });
  const reports = new Map<string, PromiseWithResolvers<Report>>();
  const slot = (runId: string) => {
    const found = reports.get(runId) ?? Promise.withResolvers<Report>();
    reports.set(runId, found);
    // A sandbox that ends with the launcher vanishes, and not every test waits for a report.
    found.promise.catch(() => null);
    return found;
  };
  const events: LaunchEvents = {
    started: nothing,
    progress: nothing,
    logGrew: nothing,
    reported: (report) => slot(report.runId).resolve(report),
    vanished: (runId, why) => slot(runId).reject(new Error(why)),
  };
  const launcher = createLauncher({
    python: choosePython().path,
    runnerDir,
    pycache,
    root: join(root, 'all'),
    events,
    pathOf: (key) => bucket.pathOf(key),
  });
  const close = async () => {
    await launcher.close();
    for (const folder of [dataDir, root]) rmSync(folder, { recursive: true });
  };
  return { launcher, bucket, reportOf: (runId) => slot(runId).promise, close };
}
