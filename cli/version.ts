import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { packageFile } from '../local/paths.ts';

/** The version of the package that this is part of. */
export function runletVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version;
}
