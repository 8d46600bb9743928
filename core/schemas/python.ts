import * as z from 'zod';
import { json } from './json.ts';
import { scriptFiles } from './files.ts';
import { securityLevel } from './job.ts';

const assignedBy = z.string().max(200).optional();
const code = z.string().max(10 * 1024 * 1024);
const memoryLimit = z.string().regex(/^\d+(\.\d+)?\s*(B|KB|MB|GB)$/i, 'a number with B, KB, MB or GB, like "100MB"');
const workingDirectory = z.string().max(300).optional();

/** Runs code and answers when it has ended, in the form that users of `/python/*` know. */
export const executeBody = z.strictObject({
  task: z.strictObject({
    type: z.literal('execute').optional(),
    code,
    timeout: z.number().min(0.1).max(86400).default(30).describe('seconds'),
    memory_limit: memoryLimit.default('100MB'),
    security_level: securityLevel.default('moderate'),
    allowed_imports: z.array(z.string()).nullable().optional(),
    capture_output: z.boolean().default(true),
    return_variables: z.array(z.string()).nullable().optional(),
    working_directory: workingDirectory,
  }),
  assigned_by: assignedBy,
});

export const executeFileBody = z.strictObject({
  task: z.strictObject({
    type: z.literal('execute_file').optional(),
    file_path: z.string().min(1).max(300),
    arguments: z.array(z.string()).default([]),
    working_directory: workingDirectory,
    timeout: z.number().min(0.1).max(86400).default(300).describe('seconds'),
    environment_vars: z.record(z.string(), z.string()).default({}),
    security_level: securityLevel.default('moderate'),
  }),
  assigned_by: assignedBy,
});

export const executionResult = z.object({
  success: z.boolean(),
  stdout: z.string(),
  stderr: z.string(),
  return_value: json,
  variables: z.record(z.string(), json),
  execution_time: z.number().describe('seconds'),
  memory_used: z.string(),
  exit_code: z.int().nullable(),
  exception_info: z.object({ type: z.string(), message: z.string(), traceback: z.string(), line: z.int().nullable() }).nullable(),
  run_id: z.string(),
});

export const validateBody = z.strictObject({
  task: z.strictObject({
    type: z.literal('validate').optional(),
    code: code.optional(),
    files: scriptFiles.optional(),
    security_level: securityLevel.default('moderate'),
    allowed_imports: z.array(z.string()).nullable().optional(),
    check_syntax: z.boolean().default(true),
    check_imports: z.boolean().default(true),
  }),
  assigned_by: assignedBy,
});

const placed = { file: z.string(), line: z.int().nullable(), column: z.int().nullable(), message: z.string() };
export const validationResult = z.object({
  is_valid: z.boolean(),
  syntax_errors: z.array(z.object(placed)),
  security_warnings: z.array(z.object({ ...placed, rule: z.string(), severity: z.string(), why: z.string(), fix: z.string() })),
  import_issues: z.array(z.object({ ...placed, module: z.string() })),
  recommendations: z.array(z.string()),
  imports: z.array(z.string()),
  estimate: z.object({ runs: z.int(), seconds: z.number(), memory_mb: z.number() }).nullable(),
});
