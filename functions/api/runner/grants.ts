import type { Grants } from '../../../core/schemas/runner.ts';
import type { Bucket } from '../../ports/bucket.ts';
import { reportKey, reportBytes } from '../../stores/runs/report.ts';
import { attemptPrefix } from '../../stores/runs/record.ts';
import type { RunRecord } from '../../stores/runs/record.ts';

/** What a log may hold beside the script's output: notes of the runner, and what one read passes a chunk's end by. */
const besideOutputBytes = 16 * 1024 * 1024;

/** All that the run's runner may write, each object as large as the run's limits allow; good for 15 minutes. What a prefix holds in all is counted at the end. */
export async function grantsOf(bucket: Bucket, run: RunRecord): Promise<Grants> {
  const { limits } = run;
  const prefix = attemptPrefix(run);
  const folder = async (path: string, maxBytes: number) => ({ prefix: path, maxBytes, ...(await bucket.grantUploads(path, maxBytes)) });
  const object = async (key: string, maxBytes: number) => ({ key, maxBytes, ...(await bucket.grantUpload(key, maxBytes)) });
  const [log, artifacts, result, report] = await Promise.all([
    // Chunks are small but for one: a line that never ends cannot be cut.
    folder(`${prefix}log/`, limits.outputBytes + besideOutputBytes),
    folder(`${prefix}artifacts/`, limits.artifactBytes),
    object(`${prefix}result.json`, limits.resultBytes),
    object(reportKey(run), reportBytes),
  ]);
  const all = { log, artifacts, result, report };
  const until = Object.values(all).map(({ expiresAt }) => expiresAt.getTime());
  const named = { log: plain(log), artifacts: plain(artifacts), result: plain(result), report: plain(report) };
  return { ...named, expiresAt: new Date(Math.min(...until)).toISOString() };
}

function plain<G extends { expiresAt: Date }>({ expiresAt: _expiresAt, ...grant }: G): Omit<G, 'expiresAt'> {
  return grant;
}
