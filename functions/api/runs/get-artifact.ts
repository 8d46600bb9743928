import { AppError } from '../../../core/errors.ts';
import * as routes from '../../../core/routes/runs.ts';
import { http } from '../../doors/http.ts';
import { attemptPrefix } from '../../stores/runs/record.ts';
import { fromBucket } from './from-bucket.ts';

export const getArtifact = http(routes.getArtifact, async ({ params, services }) => {
  const record = await services.stores.runs.record(params.run);
  const { id, artifacts } = record;
  const artifact = artifacts.find(({ name }) => name === params.name);
  const missing = new AppError('not-found', `The run ${id} has no artifact ${params.name}; \`GET /v1/runs/${id}/artifacts\` lists them.`);
  if (!artifact) throw missing;
  const { name, mime: type, bytes } = artifact;
  const key = `${attemptPrefix(record)}artifacts/${name}`;
  const answer = await fromBucket(services, { key, type, bytes, filename: name.split('/').at(-1) ?? name });
  if (!answer) throw missing;
  return answer;
});
