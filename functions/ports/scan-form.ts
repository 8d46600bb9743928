import { AppError } from '../../core/errors.ts';
import { scanAnswer } from '../../core/schemas/scan.ts';
import type { Scan } from '../../core/schemas/scan.ts';
import type { ScanRequest } from './scanner.ts';

/** A request as the scanner reads it, wherever it runs: contents as base64 by path. */
export function scanQuestion({ files, entry, level, allowedImports }: ScanRequest): Record<string, unknown> {
  const contents = Array.from(files, ([path, content]) => [
    path,
    content && Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64'),
  ]);
  return { files: Object.fromEntries(contents), entry, level, allowedImports };
}

/** The scanner's answer. @throws AppError `scan-failed` when it says that it could not read this, or says something else altogether. */
export function scanOf(answer: unknown): Scan {
  const parsed = scanAnswer.safeParse(answer);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new AppError('scan-failed', `The scanner's answer is not in its form: ${wrong.slice(0, 500)}`);
  }
  if ('error' in parsed.data) throw new AppError('scan-failed', `The scanner could not read this: ${parsed.data.error}`);
  return parsed.data;
}
