import { AppError } from '../../../core/errors.ts';
import { routes } from '../../../core/routes/index.ts';
import { http } from '../../doors/http.ts';

export const getResult = http(routes.getResult, async ({ params, services }) => {
  const { id, result } = await services.stores.runs.record(params.run);
  const filename = `${id}.json`;
  if (result?.kind === 'inline') return { body: JSON.stringify(result.value), type: 'application/json', filename };
  const body = result === null ? null : await services.bucket.get(result.key);
  if (result === null || body === null) throw new AppError('not-found', `The run ${id} has no result.`);
  return { body, type: 'application/json', bytes: result.bytes, filename };
});
