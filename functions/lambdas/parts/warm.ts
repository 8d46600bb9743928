import type { FargateLauncher } from '../../aws/launcher/fargate-launcher.ts';
import { refillPool } from '../../aws/launcher/keep-pool.ts';
import { createWarmLauncher } from '../../aws/launcher/warm-launcher.ts';
import type { Config } from '../../config.ts';
import type { Launcher } from '../../ports/launcher.ts';
import type { Table } from '../../ports/table.ts';
import { createSlotBook } from '../../stores/warm-slots/book.ts';
import { openBucket } from './bucket.ts';
import { poolOf } from './pool.ts';

/** What it takes to tell sandboxes that wait their jobs, beside what it takes to start others. */
export const warmSettings = ['scriptsBucket', 'runsBucket', 'endpoint'] as const;

/** Sandboxes that wait first, and new ones where none does; one that was used is replaced at once. */
export function openWarm(
  config: Config<(typeof warmSettings)[number] | 'warmPool' | 'taskDefinitions' | 'apiUrl'>,
  { cold, table }: { cold: FargateLauncher; table: Table },
): Launcher {
  const pool = { cold, bucket: openBucket(config), slots: createSlotBook({ table, now: () => new Date() }) };
  return createWarmLauncher({ ...pool, used: () => refillPool(pool, poolOf(config)) });
}
