import type * as runnerRoutes from '../../../core/routes/runner.ts';
import type { Operation } from '../../doors/operation.ts';
import { beatRun } from './beat-run.ts';
import { claimRun } from './claim-run.ts';
import { pollSlot } from './poll-slot.ts';
import { reportRun } from './report-run.ts';

/** What runners alone call. None of it takes a person's token: codes, sessions and secrets stand in the bodies. */
export const runnerOperations = { beatRun, claimRun, pollSlot, reportRun } as const satisfies Record<keyof typeof runnerRoutes, Operation>;
