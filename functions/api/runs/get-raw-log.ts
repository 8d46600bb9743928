import * as routes from '../../../core/routes/runs.ts';
import { isTerminal } from '../../../core/run.ts';
import { http } from '../../doors/http.ts';
import type { Services } from '../../services.ts';
import { runPrefix } from '../../stores/runs/record.ts';
import { isLarge } from './from-bucket.ts';

export const getRawLog = http(routes.getRawLog, async ({ params, query, services }) => {
  const { id, status, metrics } = await services.stores.runs.record(params.run);
  const filename = `${id}.log`;
  if (isTerminal(status) && isLarge(services.settings, metrics?.outputBytes ?? 0))
    return { location: await services.bucket.grantDownload(await wholeLog(services, id, query.stream), filename) };
  return { body: services.stores.logs.raw(id, query.stream), type: 'text/plain; charset=utf-8', filename };
});

/** The log lies in chunks; one that is fetched whole is put together once, after its run has ended. Gives the key. */
async function wholeLog({ bucket, stores }: Services, runId: string, stream?: 'stdout' | 'stderr'): Promise<string> {
  const key = `${runPrefix(runId)}whole-log/${stream ?? 'all'}`;
  if ((await bucket.size(key)) === null) await bucket.put(key, stores.logs.raw(runId, stream));
  return key;
}
