import type { Config } from '../../config.ts';
import type { Given } from '../services.ts';
import { codeSettings, openCode } from './code.ts';
import { openWorkflow } from './workflow.ts';

/** What it takes to start runs; who is told that one ended at once finds links to the API in the message. */
export const startingSettings = [...codeSettings, 'stateMachine', 'apiUrl'] as const;

/** What is given to those who start runs. */
export function openStarting(config: Config<(typeof startingSettings)[number] | 'endpoint'>): Given {
  return { ...openCode(config), apiUrl: config.apiUrl, workflow: (parts) => openWorkflow(config, parts) };
}
