import type { Config } from '../../config.ts';
import type { Given } from '../services.ts';
import { openBucket } from './bucket.ts';
import { openScanner } from './scanner.ts';
import { openTable } from './table.ts';

/** What it takes to read and keep the code of scripts. */
export const codeSettings = ['table', 'scriptsBucket', 'runsBucket', 'scanner'] as const;

/** What is given to those who read and keep the code of scripts. */
export function openCode(config: Config<(typeof codeSettings)[number] | 'endpoint'>) {
  const bucket = openBucket(config);
  return { table: openTable(config), bucket, scanner: openScanner(config, bucket) } satisfies Given;
}
