import { cancelRun } from './cancel-run.ts';
import { followRun } from './follow-run.ts';
import { getArtifact } from './get-artifact.ts';
import { getRawLog } from './get-raw-log.ts';
import { getResult } from './get-result.ts';
import { getRun } from './get-run.ts';
import { listArtifacts } from './list-artifacts.ts';
import { listLogs } from './list-logs.ts';
import { listRuns } from './list-runs.ts';
import { previewRun } from './preview-run.ts';
import { promoteRun } from './promote-run.ts';
import { rerunRun } from './rerun-run.ts';
import { startRun } from './start-run.ts';

/** What the resource `runs` can do. */
export const runsOperations = {
  cancelRun,
  followRun,
  getArtifact,
  getRawLog,
  getResult,
  getRun,
  listArtifacts,
  listLogs,
  listRuns,
  previewRun,
  promoteRun,
  rerunRun,
  startRun,
} as const;
