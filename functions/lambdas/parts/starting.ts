import type { Config } from '../../config.ts';
import type { Given } from '../services.ts';
import { openCallbacks } from './callbacks.ts';
import { codeSettings, openCode } from './code.ts';
import { openTasks } from './sandboxes.ts';
import { openWorkflow } from './workflow.ts';

/** What it takes to start and cancel runs. */
export const startingSettings = [...codeSettings, 'cluster', 'stateMachine'] as const;

/** What is given to those who start and cancel runs; they stop sandboxes and start none. */
export function openStarting(config: Config<(typeof startingSettings)[number] | 'endpoint'>): Given {
  return {
    ...openCode(config),
    launcher: openTasks(config),
    callbacks: openCallbacks(config),
    workflow: (parts) => openWorkflow(config, parts),
  };
}
