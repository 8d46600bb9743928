import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createFargateLauncher } from '../../../../functions/aws/launcher/fargate-launcher.ts';
import { keepPool, refillPool } from '../../../../functions/aws/launcher/keep-pool.ts';
import type { PoolSettings } from '../../../../functions/aws/launcher/keep-pool.ts';
import type { WarmDeps } from '../../../../functions/aws/launcher/warm-launcher.ts';
import { createAttempts } from '../../../../functions/stores/attempts.ts';
import type { Attempts } from '../../../../functions/stores/attempts.ts';
import { createRuns } from '../../../../functions/stores/runs/index.ts';
import type { Runs } from '../../../../functions/stores/runs/index.ts';
import { createSerial } from '../../../../functions/stores/serial.ts';
import { createSlotBook } from '../../../../functions/stores/warm-slots/book.ts';
import { createDirectoryBucket } from '../../../../local/bucket/directory-bucket.ts';
import { createPulse } from '../../../../local/pulse.ts';
import { openTable } from '../../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { startRecorder } from '../aws-recorder.ts';
import type { AwsRecorder } from '../aws-recorder.ts';
import { cluster, givenCluster } from './given-cluster.ts';
import type { PlayedTask } from './given-cluster.ts';

const apiUrl = 'https://api.example';
const place = { cluster, taskDefinition: 'runlet:7', subnets: ['subnet-a'], securityGroup: 'sg-1', apiUrl };

/** A pool over the local table and bucket and a played cluster; the stores are those of every edition. */
export interface GivenPool {
  aws: AwsRecorder;
  tasks: Map<string, PlayedTask>;
  runs: Runs;
  attempts: Attempts;
  deps: WarmDeps & { bucket: ReturnType<typeof createDirectoryBucket>; slots: ReturnType<typeof createSlotBook> };
  /** One round of looking after the pool. */
  round(changes?: Partial<PoolSettings>): ReturnType<typeof keepPool>;
  /** What follows the use of a slot. */
  refill(changes?: Partial<PoolSettings>): Promise<void>;
  close(): Promise<void>;
}

const now = () => new Date();

/** An empty pool of its own. */
export async function openPool(): Promise<GivenPool> {
  const dataDir = temporaryFolder('pool');
  const bucket = createDirectoryBucket({ root: join(dataDir, 'blobs'), dataDir, origin: () => 'http://127.0.0.1' });
  const table = openTable(join(dataDir, 'runlet.db'));
  const aws = await startRecorder();
  const stores = { table, bucket, now };
  const deps = { cold: createFargateLauncher(aws.clients, place), slots: createSlotBook(stores), bucket, patienceMs: 600 };
  const settings = { wanted: 1, size: { cpu: 0.25, memoryMiB: 512 }, taskDefinition: place.taskDefinition, apiUrl, now };
  return {
    aws,
    tasks: givenCluster(aws),
    runs: createRuns({ ...stores, pulse: createPulse(), admits: () => true, maxRuns: 9, owner: 'aws', serial: createSerial() }),
    attempts: createAttempts({ ...stores, retentionDays: null }),
    deps,
    round: (changes = {}) => keepPool(deps, { ...settings, ...changes }),
    refill: (changes = {}) => refillPool(deps, { ...settings, ...changes }),
    close: async () => {
      await aws.close();
      table.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
