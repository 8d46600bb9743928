import type { SecurityLevel } from '../../../core/schemas/job.ts';
import type { Scan } from '../../../core/schemas/scan.ts';
import type { Scanner } from '../../ports/scanner.ts';
import type { FileSet } from './hash.ts';
import { isScanned } from './languages.ts';
import type { Language } from './languages.ts';
import { createRecent } from '../recent.ts';

/** How the files are read: which of them starts, and under which rules. */
interface ReadingRules {
  language: Language;
  entry: string | null;
  level: SecurityLevel;
  allowedImports: readonly string[] | null;
}

/** Scans, each made once while it is remembered. */
export interface Reading {
  /** @throws AppError `scan-failed`. */
  scan(hash: string, files: FileSet, rules: ReadingRules): Promise<Scan>;
}

/** Memory for scans in rough bytes: some thousand scripts of ordinary size. */
const room = 8 * 1024 * 1024;

export function createReading(scanner: Scanner): Reading {
  const recent = createRecent<Promise<Scan>>(room);
  return {
    scan: async (hash, files, rules) => {
      const key = JSON.stringify([hash, rules.entry, rules.level, rules.allowedImports]);
      const found = recent.get(key);
      if (found) return await found;
      const scanning = scanner.scan({ ...rules, files: withScannedOnly(files, rules.language) });
      recent.set(key, scanning, ordinaryWeight);
      try {
        const scan = await scanning;
        recent.set(key, scanning, weightOf(scan));
        return scan;
      } catch (error) {
        recent.delete(key);
        throw error;
      }
    },
  };
}

const ordinaryWeight = 2000;

function weightOf(scan: Scan): number {
  return ordinaryWeight + 300 * (scan.findings.length + scan.imports.length + scan.syntaxErrors.length);
}

/** Of other files the scanner needs the names alone. */
function withScannedOnly(files: FileSet, language: Language): ReadonlyMap<string, Uint8Array | null> {
  return new Map(Array.from(files, ([path, content]) => [path, isScanned(language, path) ? content : null]));
}
