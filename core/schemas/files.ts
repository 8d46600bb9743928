import * as z from 'zod';

/** The greatest sum of all files of a script, in bytes. */
export const maxSourceBytes = 10 * 1024 * 1024;

/** One file of a script: text, or bytes as base64. */
const fileContent = z.union([z.string(), z.strictObject({ base64: z.base64() })]);

/** The files of a script by their paths: `{"script.py": "print(1)", "logo.png": {"base64": "…"}}`. */
export const scriptFiles = z.record(z.string().min(1).max(300), fileContent);
export type ScriptFiles = z.infer<typeof scriptFiles>;

/** Where a version's code comes from: exactly one of the three. */
export const codeFields = {
  source: z.string().optional().describe('the text of a script that is one file'),
  files: scriptFiles.optional().describe('the files of a script by path, as text or {"base64"}'),
  uploadId: z.string().optional().describe('an upload that holds a .py or .zip file'),
  entry: z.string().optional().describe('which file starts the script, when that is not clear'),
  language: z.literal('python').optional(),
};

/** A file given to a run as input; it lies in the workspace as `inputs/<name><ending>`, and `input.<name>` holds that path. */
export const inputFile = z.union([
  z.strictObject({ uploadId: z.string() }),
  z.strictObject({ text: z.string(), filename: z.string().optional() }),
  z.strictObject({ base64: z.base64(), filename: z.string().optional() }),
]);
export const inputFiles = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, 'a name of letters, digits, - and _'), inputFile);
export type InputFiles = z.infer<typeof inputFiles>;
