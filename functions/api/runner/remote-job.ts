import type { Claimed, RemoteJob } from '../../../core/schemas/runner.ts';
import type { LaunchOrder } from '../../ports/launcher.ts';
import type { Bucket } from '../../ports/bucket.ts';
import type { Services } from '../../services.ts';
import { orderOf } from '../../stores/launch-order.ts';
import { attemptPrefix } from '../../stores/runs/record.ts';
import type { RunRecord } from '../../stores/runs/record.ts';

/** A job above this many bytes of JSON is fetched from the bucket, because answers of functions are bounded. */
const inlineBytes = 1024 * 1024;

/** The job of a run as its runner fetches it: what lies in the bucket is behind addresses, and a large job is itself. */
export async function remoteJobOf({ stores, bucket }: Pick<Services, 'stores' | 'bucket'>, record: RunRecord): Promise<Claimed['job']> {
  const value = await behindAddresses(bucket, await orderOf(stores, bucket, record));
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) <= inlineBytes) return { kind: 'inline', value };
  const key = `${attemptPrefix(record)}job.json`;
  await bucket.put(key, Buffer.from(text));
  return { kind: 'file', url: await bucket.grantDownload(key, 'job.json') };
}

async function behindAddresses(bucket: Bucket, { code, files, storePrefix: _prefix, ...same }: LaunchOrder): Promise<RemoteJob> {
  return {
    ...same,
    code:
      code.kind === 'inline'
        ? code
        : { kind: 'archive', url: await bucket.grantDownload(code.key, `${code.sha256}.zip`), sha256: code.sha256 },
    files: await Promise.all(
      files.map(async ({ key, ...file }) => ({ ...file, url: await bucket.grantDownload(key, file.path.split('/').at(-1) ?? file.path) })),
    ),
  };
}
