import { AppError } from '../../../core/errors.ts';
import { claimRun as route } from '../../../core/routes/runner.ts';
import { http } from '../../doors/http.ts';
import { beatSec } from '../../stores/runs/clocks.ts';
import { grantsOf } from './grants.ts';
import { remoteJobOf } from './remote-job.ts';

export const claimRun = http(route, async ({ params, body, services }) => {
  const { attempts } = services.stores;
  const { record, row, session, isFirst } = await attempts.claim(params.run, body.code, body.nonce);
  const [job, grants] = await Promise.all([remoteJobOf(services, record), grantsOf(services.bucket, record)]);
  const waited = row.launchToken !== null && (await services.callbacks.succeed(row.launchToken, {}));
  // Asked again because an answer was lost, the state has gone on already; the first time that means that it gave up waiting.
  if (!waited && isFirst) throw new AppError('claim-refused', 'The claim came too late: the start of this run has been given up.');
  return { session, attempt: record.attempt, job, grants, beatSec };
});
