import { scanOf, scanQuestion } from '../functions/ports/scan-form.ts';
import type { Scanner } from '../functions/ports/scanner.ts';
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
    scan: async (request) => scanOf(await queue.ask(scanQuestion(request))),
  };
}
