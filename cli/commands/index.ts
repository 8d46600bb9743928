import type { Command } from 'commander';

/** Adds a command to the program: what it takes, its help, and what it does. */
type Declare = (program: Command) => void;

/** Every command by name, in the order of the help. Loaded by name, so that `run` does not pay for the others. */
export const commands = {
  run: async () => (await import('./run.ts')).declareRun,
  push: async () => (await import('./push.ts')).declarePush,
  scripts: async () => (await import('./scripts.ts')).declareScripts,
  versions: async () => (await import('./versions.ts')).declareVersions,
  diff: async () => (await import('./diff.ts')).declareDiff,
  promote: async () => (await import('./promote.ts')).declarePromote,
  runs: async () => (await import('./runs.ts')).declareRuns,
  logs: async () => (await import('./logs.ts')).declareLogs,
  cancel: async () => (await import('./cancel.ts')).declareCancel,
  rerun: async () => (await import('./rerun.ts')).declareRerun,
  schedules: async () => (await import('./schedules.ts')).declareSchedules,
  subscriptions: async () => (await import('./subscriptions.ts')).declareSubscriptions,
  validate: async () => (await import('./validate.ts')).declareValidate,
  templates: async () => (await import('./templates.ts')).declareTemplates,
  start: async () => (await import('./start.ts')).declareStart,
  doctor: async () => (await import('./doctor.ts')).declareDoctor,
  token: async () => (await import('./token.ts')).declareToken,
  carry: async () => (await import('./carry.ts')).declareCarry,
} as const satisfies Record<string, () => Promise<Declare>>;

export type CommandName = keyof typeof commands;

/** Narrows text to the name of a command. */
export function isCommand(text: string | undefined): text is CommandName {
  return text !== undefined && Object.hasOwn(commands, text);
}
