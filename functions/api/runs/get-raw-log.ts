import * as routes from '../../../core/routes/logs.ts';
import { http } from '../../doors/http.ts';
import type { Services } from '../../services.ts';
import type { LogOf } from '../../stores/logs.ts';
import { attemptPrefix } from '../../stores/runs/record.ts';
import { isLarge } from './from-bucket.ts';
import { loggedAttempt } from './logged-attempt.ts';

export const getRawLog = http(routes.getRawLog, async ({ params, query, services }) => {
  const { of, finished, outputBytes } = loggedAttempt(await services.stores.runs.record(params.run), query.attempt);
  const filename = query.attempt === undefined ? `${of.id}.log` : `${of.id}-${of.attempt}.log`;
  if (finished && isLarge(services.settings, outputBytes))
    return { location: await services.bucket.grantDownload(await wholeLog(services, of, query.stream), filename) };
  return { body: services.stores.logs.raw(of, query.stream), type: 'text/plain; charset=utf-8', filename };
});

/** The log lies in chunks; one that is fetched whole is put together once, after its attempt has ended. Gives the key. */
async function wholeLog({ bucket, stores }: Services, of: LogOf, stream?: 'stdout' | 'stderr'): Promise<string> {
  const key = `${attemptPrefix(of)}whole-log/${stream ?? 'all'}`;
  if ((await bucket.size(key)) === null) await bucket.put(key, stores.logs.raw(of, stream));
  return key;
}
