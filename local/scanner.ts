import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import { scan } from '../core/schemas/scan.ts';
import type { Scan } from '../core/schemas/scan.ts';
import type { ScanRequest, Scanner } from '../functions/ports/scanner.ts';
import { createQueue } from './scanner/queue.ts';
import type { ScannerCommand } from './scanner/process.ts';

/** A Scanner that keeps one Python process, which answers a scan in some milliseconds. */
export interface LocalScanner extends Scanner {
  /** Starts the process ahead of the first scan. */
  start(): void;
  /** Ends the process; scans under way fail. */
  close(): Promise<void>;
  /** Of the process as it runs now. */
  readonly pid: number | undefined;
}

export interface ScannerOptions extends ScannerCommand {
  /** How long one scan may take before its process is replaced, in milliseconds; 30,000 unless said otherwise. */
  timeoutMs?: number;
}

const answer = z.union([z.looseObject({ error: z.string() }), scan]);

export function createScanner({ timeoutMs = 30_000, ...command }: ScannerOptions): LocalScanner {
  const queue = createQueue(command, timeoutMs);
  return {
    start: () => {
      queue.start();
    },
    close: async () => {
      await queue.close();
    },
    get pid() {
      return queue.pid();
    },
    scan: async (request) => read(await queue.ask(asJson(request))),
  };
}

function asJson({ files, entry, level, allowedImports }: ScanRequest): Record<string, unknown> {
  const contents = Array.from(files, ([path, content]) => [
    path,
    content && Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64'),
  ]);
  return { files: Object.fromEntries(contents), entry, level, allowedImports };
}

function read(line: unknown): Scan {
  const parsed = answer.safeParse(line);
  if (!parsed.success)
    throw new AppError('scan-failed', `The scanner's answer is not in its form: ${z.prettifyError(parsed.error).slice(0, 500)}`);
  if ('error' in parsed.data) throw new AppError('scan-failed', `The scanner could not read this: ${parsed.data.error}`);
  return parsed.data;
}
