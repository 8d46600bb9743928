import type { Config } from '../../config.ts';
import type { Given } from '../services.ts';
import { openCallbacks } from './callbacks.ts';
import { codeSettings, openCode } from './code.ts';
import { openTasks } from './sandboxes.ts';
import { openWorkflow } from './workflow.ts';

/** What it takes to start runs, and to cancel them beside; who is told that one ended at once finds links to the API in the message. */
export const startingSettings = [...codeSettings, 'stateMachine', 'apiUrl'] as const;
export const replacingSettings = [...startingSettings, 'cluster'] as const;

/** What is given to those who start runs. */
export function openStarting(config: Config<(typeof startingSettings)[number] | 'endpoint'>): Given {
  return { ...openCode(config), apiUrl: config.apiUrl, workflow: (parts) => openWorkflow(config, parts) };
}

/** What is given to those who also cancel runs, whose sandboxes they stop; they start none. */
export function openReplacing(config: Config<(typeof replacingSettings)[number] | 'endpoint'>): Given {
  return { ...openStarting(config), launcher: openTasks(config), callbacks: openCallbacks(config) };
}
