import * as z from 'zod';
import { artifact } from '../../../core/schemas/artifact.ts';
import { json, jsonObject } from '../../../core/schemas/json.ts';
import { logLine } from '../../../core/schemas/log.ts';
import { executionResult, validationResult } from '../../../core/schemas/python.ts';
import { run, runSummary } from '../../../core/schemas/run.ts';
import { finding, importFound, syntaxError } from '../../../core/schemas/scan.ts';
import { script, version } from '../../../core/schemas/script.ts';
import { template, templateSummary } from '../../../core/schemas/template.ts';
import { newToken, token } from '../../../core/schemas/token.ts';
import { upload, uploaded } from '../../../core/schemas/upload.ts';

/** The schemas that stand in the document under a name of their own; all others are written where they are used. */
const named = {
  Artifact: artifact,
  ExecutionResult: executionResult,
  Finding: finding,
  Import: importFound,
  Json: json,
  JsonObject: jsonObject,
  LogLine: logLine,
  NewToken: newToken,
  Run: run,
  RunSummary: runSummary,
  Script: script,
  SyntaxError: syntaxError,
  Template: template,
  TemplateSummary: templateSummary,
  Token: token,
  Upload: upload,
  Uploaded: uploaded,
  ValidationResult: validationResult,
  Version: version,
};

/** Gives the schemas their names in the document. Listing them as its components instead would write each one twice, as sent and as answered. */
export function nameSchemas(): void {
  for (const [id, schema] of Object.entries(named)) z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
}
