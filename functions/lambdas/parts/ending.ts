import { createEmfMetrics } from '../../aws/metrics/metrics.ts';
import { createWarmLauncher } from '../../aws/launcher/warm-launcher.ts';
import type { Config } from '../../config.ts';
import type { Given } from '../services.ts';
import { createSlotBook } from '../../stores/warm-slots/book.ts';
import { openBucket } from './bucket.ts';
import { openCallbacks } from './callbacks.ts';
import { openTasks } from './sandboxes.ts';
import { openTable } from './table.ts';
import { openWorkflow } from './workflow.ts';

/** What it takes to end runs and to start the next ones. */
export const endingSettings = ['table', 'scriptsBucket', 'runsBucket', 'cluster', 'stateMachine'] as const;

/** What is given to those who end runs, whichever way they hear of the end. */
export function openEnding(config: Config<(typeof endingSettings)[number] | 'endpoint' | 'stack'>): Given {
  const table = openTable(config);
  const bucket = openBucket(config);
  return {
    table,
    bucket,
    // A run may have been given to a slot, so the sandboxes of slots are looked at too.
    launcher: createWarmLauncher({ cold: openTasks(config), bucket, slots: createSlotBook({ table, now: () => new Date() }) }),
    callbacks: openCallbacks(config),
    metrics: createEmfMetrics(config),
    workflow: (parts) => openWorkflow(config, parts),
  };
}
