import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';
import { fromBucket } from './from-bucket.ts';

export const getResult = http(routes.getResult, async ({ params, services }) => {
  const { id, result } = await services.stores.runs.record(params.run);
  const filename = `${id}.json`;
  const type = 'application/json';
  if (result?.kind === 'inline') return { body: JSON.stringify(result.value), type, filename };
  const answer = result && (await fromBucket(services, { key: result.key, type, bytes: result.bytes, filename }));
  if (!answer) throw new AppError('not-found', `The run ${id} has no result.`);
  return answer;
});
