import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Bucket } from '../../../functions/ports/bucket.ts';
import type { ScanRequest, Scanner } from '../../../functions/ports/scanner.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { createCode } from '../../../functions/stores/code.ts';
import type { Code } from '../../../functions/stores/code.ts';
import { createScripts } from '../../../functions/stores/scripts.ts';
import type { Scripts } from '../../../functions/stores/scripts.ts';
import { createUploads } from '../../../functions/stores/uploads.ts';
import type { Uploads } from '../../../functions/stores/uploads.ts';
import { createVersions } from '../../../functions/stores/versions.ts';
import type { Versions } from '../../../functions/stores/versions.ts';
import { createDirectoryBucket } from '../../../local/bucket/directory-bucket.ts';
import { createScanner } from '../../../local/scanner.ts';
import { openTable } from '../../../local/table/sqlite-table.ts';
import { pycache, python, runnerDir } from '../../python.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** The stores of code and scripts over the local adapters, with what they stand on. */
export interface GivenStores {
  table: Table;
  bucket: Bucket;
  code: Code;
  scripts: Scripts;
  versions: Versions;
  uploads: Uploads;
  /** The requests that reached the scanner. */
  scans: ScanRequest[];
  /** The same stores as another process has them, with nothing remembered. */
  again(): Omit<GivenStores, 'again'>;
}

export const saving = { by: 'Tester', note: null };

/** Opened once for a test file, and gone after it. */
export function givenStores(): GivenStores {
  const folder = temporaryFolder('stores');
  const table = openTable(join(folder, 'runlet.db'));
  const bucket = createDirectoryBucket({ root: join(folder, 'blobs'), dataDir: folder, origin: () => 'http://127.0.0.1' });
  const scanner = createScanner({ python, runnerDir, pycache });
  afterAll(async () => {
    await scanner.close();
    table.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = () => over(table, bucket, scanner);
  return { ...open(), again: open };
}

function over(table: Table, bucket: Bucket, scanner: Scanner): Omit<GivenStores, 'again'> {
  const scans: ScanRequest[] = [];
  const noting: Scanner = {
    scan: async (request) => {
      scans.push(request);
      return await scanner.scan(request);
    },
  };
  const uploads = createUploads({ table, bucket });
  const scripts = createScripts({ table });
  return {
    table,
    bucket,
    scans,
    uploads,
    scripts,
    code: createCode({ table, bucket, scanner: noting, uploads }),
    versions: createVersions({ table, scripts }),
  };
}

let names = 0;
/** A script of one file with a name of its own. */
export async function givenScript(
  { code, scripts }: Pick<GivenStores, 'code' | 'scripts'>,
  source = 'print(1)\n',
  more: { name?: string; labels?: string[] } = {},
): Promise<string> {
  names += 1;
  const { script } = await scripts.create({ name: `script-${names}`, ...more }, await code.take({ source }), saving);
  return script.name;
}
