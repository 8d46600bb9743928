import { AppError } from '../../../core/errors.ts';
import { routes } from '../../../core/routes/index.ts';
import { http } from '../../doors/http.ts';
import { runPrefix } from '../../stores/runs/record.ts';

export const getArtifact = http(routes.getArtifact, async ({ params, services }) => {
  const { id, artifacts } = await services.stores.runs.record(params.run);
  const artifact = artifacts.find(({ name }) => name === params.name);
  const body = artifact ? await services.bucket.get(`${runPrefix(id)}artifacts/${artifact.name}`) : null;
  if (!artifact || !body)
    throw new AppError('not-found', `The run ${id} has no artifact ${params.name}; \`GET /v1/runs/${id}/artifacts\` lists them.`);
  return { body, type: artifact.mime, bytes: artifact.bytes, filename: artifact.name.split('/').at(-1) };
});
