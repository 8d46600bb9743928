import type { Scan } from '../../core/schemas/scan.ts';
import type { SecurityLevel } from '../../core/schemas/job.ts';

export interface ScanRequest {
  /** Contents by path; null for files whose names alone matter. */
  files: ReadonlyMap<string, Uint8Array | null>;
  entry: string | null;
  level: SecurityLevel;
  allowedImports: readonly string[] | null;
}

/** Reads a script without running it. */
export interface Scanner {
  /** @throws AppError `scan-failed` when no answer could be had; hostile sources give an answer with syntax errors. */
  scan(request: ScanRequest): Promise<Scan>;
}
