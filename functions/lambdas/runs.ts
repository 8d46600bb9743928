import { cancelRun } from '../api/runs/cancel-run.ts';
import { followRun } from '../api/runs/follow-run.ts';
import { getArtifact } from '../api/runs/get-artifact.ts';
import { getRawLog } from '../api/runs/get-raw-log.ts';
import { getResult } from '../api/runs/get-result.ts';
import { getRun } from '../api/runs/get-run.ts';
import { listArtifacts } from '../api/runs/list-artifacts.ts';
import { listLogs } from '../api/runs/list-logs.ts';
import { listRuns } from '../api/runs/list-runs.ts';
import { previewRun } from '../api/runs/preview-run.ts';
import { promoteRun } from '../api/runs/promote-run.ts';
import { rerunRun } from '../api/runs/rerun-run.ts';
import { startRun } from '../api/runs/start-run.ts';
import { readConfig } from '../config.ts';
import { httpLambda } from '../doors/lambda/http-lambda.ts';
import { createObserver } from './observer.ts';
import { openStarting, startingSettings } from './parts/starting.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...startingSettings]);
const observer = createObserver(config);
const services = createServices(config, observer.log, openStarting(config));
const operations = {
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
};

/** Answers `/v1/runs` and `/v1/scripts/{script}/runs`. */
export const handler = httpLambda({ operations, services, observer });
