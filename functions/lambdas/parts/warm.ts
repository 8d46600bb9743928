import type { FargateLauncher } from '../../aws/launcher/fargate-launcher.ts';
import { createWarmLauncher } from '../../aws/launcher/warm-launcher.ts';
import type { Config } from '../../config.ts';
import type { Launcher } from '../../ports/launcher.ts';
import type { Table } from '../../ports/table.ts';
import { createSlotBook } from '../../stores/slots/book.ts';
import { openBucket } from './bucket.ts';

/** What it takes to tell sandboxes that wait their jobs, beside what it takes to start others. */
export const warmSettings = ['scriptsBucket', 'runsBucket', 'endpoint'] as const;

/** Sandboxes that wait first, and new ones where none does. */
export function openWarm(
  config: Config<(typeof warmSettings)[number]>,
  { cold, table }: { cold: FargateLauncher; table: Table },
): Launcher {
  return createWarmLauncher({ cold, bucket: openBucket(config), slots: createSlotBook({ table, now: () => new Date() }) });
}
