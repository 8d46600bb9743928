import { sandboxSize } from '../../../core/sandbox.ts';
import { withDefaults } from '../../../core/schemas/limits.ts';
import { keepPool } from '../../aws/launcher/keep-pool.ts';
import type { PoolRound, PoolSettings } from '../../aws/launcher/keep-pool.ts';
import { readConfig } from '../../config.ts';
import type { Config } from '../../config.ts';
import type { Services } from '../../services.ts';
import { createSlotBook } from '../../stores/warm-slots/book.ts';
import { deployed, openStarter, openTasks, startSettings } from './sandboxes.ts';

const now = () => new Date();

/** Looks after the sandboxes that wait: as many as the installation wants, each large enough for a run that asks for nothing special. A function that
 *  wants none may start none, but still ends those that are left of a larger pool. */
export function openPool(config: Config<'cluster' | 'endpoint' | 'warmPool'>, { table, bucket }: Pick<Services, 'table' | 'bucket'>) {
  const slots = createSlotBook({ table, now });
  if (config.warmPool === 0) {
    const settings = poolOf({ warmPool: 0, taskDefinitions: {}, apiUrl: '' });
    return { keep: async (): Promise<PoolRound> => keepPool({ cold: openTasks(config), slots, bucket }, settings) };
  }
  const starting = readConfig([...startSettings, 'endpoint']);
  const settings = poolOf({ ...starting, warmPool: config.warmPool });
  return { keep: async (): Promise<PoolRound> => keepPool({ cold: openStarter(starting), slots, bucket }, settings) };
}

/** What the pool is to be. */
export function poolOf({ warmPool, apiUrl, taskDefinitions }: Config<'warmPool' | 'apiUrl' | 'taskDefinitions'>): PoolSettings {
  return { wanted: warmPool, size: sandboxSize(withDefaults({}), null), taskDefinition: deployed({ taskDefinitions }), apiUrl, now };
}
