import type { Config } from '../../config.ts';
import type { Given } from '../services.ts';
import { openCallbacks } from './callbacks.ts';
import { openTasks } from './sandboxes.ts';
import { openStarting, startingSettings } from './starting.ts';

/** What it takes to start runs, and to cancel them beside. */
export const replacingSettings = [...startingSettings, 'cluster'] as const;

/** What is given to those who start and cancel runs, whose sandboxes they stop; they start none. */
export function openReplacing(config: Config<(typeof replacingSettings)[number] | 'endpoint'>): Given {
  return { ...openStarting(config), launcher: openTasks(config), callbacks: openCallbacks(config) };
}
