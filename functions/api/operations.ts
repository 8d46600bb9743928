import type { OperationName } from '../../core/routes/index.ts';
import type { Operation } from '../doors/operation.ts';
import { pythonOperations } from './python/operations.ts';
import { runsOperations } from './runs/operations.ts';
import { schedulesOperations } from './schedules/operations.ts';
import { scriptsOperations } from './scripts/operations.ts';
import { subscriptionsOperations } from './subscriptions/operations.ts';
import { systemOperations } from './system/operations.ts';
import { templatesOperations } from './templates/operations.ts';
import { tokensOperations } from './tokens/operations.ts';
import { uploadsOperations } from './uploads/operations.ts';
import { versionsOperations } from './versions/operations.ts';

/** Every operation by its name; that none is missing is checked by the compiler. */
export const operations = {
  ...pythonOperations,
  ...runsOperations,
  ...schedulesOperations,
  ...scriptsOperations,
  ...subscriptionsOperations,
  ...systemOperations,
  ...templatesOperations,
  ...tokensOperations,
  ...uploadsOperations,
  ...versionsOperations,
} as const satisfies Record<OperationName, Operation>;
