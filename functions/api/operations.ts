import type { OperationName } from '../../core/routes/index.ts';
import type { Operation } from '../doors/operation.ts';
import { executePythonFile } from './python/execute-python-file.ts';
import { executePython } from './python/execute-python.ts';
import { validatePython } from './python/validate-python.ts';
import { cancelRun } from './runs/cancel-run.ts';
import { followRun } from './runs/follow-run.ts';
import { getArtifact } from './runs/get-artifact.ts';
import { getRawLog } from './runs/get-raw-log.ts';
import { getResult } from './runs/get-result.ts';
import { getRun } from './runs/get-run.ts';
import { listArtifacts } from './runs/list-artifacts.ts';
import { listLogs } from './runs/list-logs.ts';
import { listRuns } from './runs/list-runs.ts';
import { previewRun } from './runs/preview-run.ts';
import { promoteRun } from './runs/promote-run.ts';
import { rerunRun } from './runs/rerun-run.ts';
import { startRun } from './runs/start-run.ts';
import { createScript } from './scripts/create-script.ts';
import { deleteScript } from './scripts/delete-script.ts';
import { getScript } from './scripts/get-script.ts';
import { listScripts } from './scripts/list-scripts.ts';
import { updateScript } from './scripts/update-script.ts';
import { uploadScript } from './scripts/upload-script.ts';
import { healthz } from './system/healthz.ts';
import { openapi } from './system/openapi.ts';
import { getTemplate } from './templates/get-template.ts';
import { listTemplates } from './templates/list-templates.ts';
import { createToken } from './tokens/create-token.ts';
import { deleteToken } from './tokens/delete-token.ts';
import { listTokens } from './tokens/list-tokens.ts';
import { createUpload } from './uploads/create-upload.ts';
import { getUpload } from './uploads/get-upload.ts';
import { createVersion } from './versions/create-version.ts';
import { diffVersions } from './versions/diff-versions.ts';
import { getSource } from './versions/get-source.ts';
import { getVersion } from './versions/get-version.ts';
import { listVersions } from './versions/list-versions.ts';
import { promoteVersion } from './versions/promote-version.ts';

/** Every operation by its name; that none is missing is checked by the compiler. */
export const operations = {
  createScript,
  createVersion,
  deleteScript,
  diffVersions,
  getScript,
  getSource,
  getVersion,
  listScripts,
  listVersions,
  promoteVersion,
  updateScript,
  uploadScript,
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
  createToken,
  createUpload,
  deleteToken,
  executePython,
  executePythonFile,
  getTemplate,
  getUpload,
  healthz,
  listTemplates,
  listTokens,
  openapi,
  validatePython,
} as const satisfies Record<OperationName, Operation>;
