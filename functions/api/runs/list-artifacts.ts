import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';

export const listArtifacts = http(routes.listArtifacts, async ({ params, query, services }) => {
  const { artifacts } = await services.stores.runs.record(params.run);
  const start = query.cursor === undefined ? 0 : artifacts.findIndex(({ name }) => name === query.cursor) + 1;
  if (query.cursor !== undefined && start === 0)
    throw new AppError('bad-request', undefined, [{ field: 'cursor', expected: 'a nextCursor of this list', got: query.cursor }]);
  const items = artifacts.slice(start, start + (query.limit ?? 50));
  const last = items.at(-1);
  return { items, nextCursor: last === undefined || last === artifacts.at(-1) ? null : last.name };
});
