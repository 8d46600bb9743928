import * as logs from './logs.ts';
import * as runs from './runs.ts';
import * as schedules from './schedules.ts';
import * as scripts from './scripts.ts';
import * as subscriptions from './subscriptions.ts';
import * as system from './system.ts';

/** Every operation of the API by its name, which is also its file's, its client method's and its test's. */
export const routes = { ...scripts, ...runs, ...logs, ...schedules, ...subscriptions, ...system } as const;

export type OperationName = keyof typeof routes;
