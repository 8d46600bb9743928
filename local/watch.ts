import { errorText } from '../core/error-text.ts';
import type { Services } from '../functions/services.ts';
import { isAlive, ownersOf } from './ownership.ts';
import { keepPruned } from './prune.ts';
import type { Scheduling } from './scheduling.ts';
import type { SqliteTable } from './table/sqlite-table.ts';
import type { LocalWorkflow } from './workflow.ts';

interface Watched {
  services: Services;
  workflow: LocalWorkflow;
  scheduling: Scheduling;
  table: SqliteTable;
  dataDir: string;
  adopts: boolean;
  /** Called for each owner found dead, to clear away what it left. */
  onOwnerGone: (ownerId: string) => void;
}

const lookMs = 200;
const sweepMs = 60_000;

/** Recovers what dead processes left, now and each minute, and notices what other processes on the data folder ask of this one; one that stays also
 *  removes what is past the retention. */
export async function keepWatch(watched: Watched): Promise<{ stop(): Promise<void> }> {
  await recover(watched);
  let seen = watched.table.externalChanges();
  const look = setInterval(() => {
    watched.scheduling.beat();
    const now = watched.table.externalChanges();
    if (now === seen) return;
    seen = now;
    const looks = [watched.workflow.look(), watched.scheduling.look()];
    for (const one of looks) one.catch((error: unknown) => complain(watched, error));
  }, lookMs).unref();
  const sweep = setInterval(() => {
    const done = recover(watched).catch((error: unknown) => complain(watched, error));
    void done.then(() => watched.scheduling.sweep());
  }, sweepMs).unref();
  const pruning = watched.adopts ? keepPruned(watched.services) : null;
  return {
    stop: async () => {
      clearInterval(look);
      clearInterval(sweep);
      await pruning?.stop();
    },
  };
}

async function recover({ services, workflow, dataDir, adopts, onOwnerGone }: Watched): Promise<void> {
  const known = new Map<string, boolean>();
  const alive = (owner: string) => {
    const before = known.get(owner);
    if (before !== undefined) return before;
    const now = isAlive(dataDir, owner);
    known.set(owner, now);
    if (!now) onOwnerGone(owner);
    return now;
  };
  // What dead owners left is cleared away whether or not a run of theirs is still to be ended.
  for (const owner of ownersOf(dataDir)) alive(owner);
  const { lost, failed } = await services.stores.runs.recover({ isAlive: alive, carries: (runId) => workflow.carries(runId), adopts });
  for (const runId of lost) services.settings.log('info', 'a run was lost with its process', { runId });
  for (const { error } of failed) complain({ services }, error);
  await workflow.admit();
}

function complain({ services }: Pick<Watched, 'services'>, error: unknown): void {
  services.settings.log('error', 'looking after runs failed', {
    error: errorText(error),
  });
}
