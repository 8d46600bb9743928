import { AppError } from '../../../core/errors.ts';
import { beatRun as route } from '../../../core/routes/runner.ts';
import { isTerminal } from '../../../core/run.ts';
import type { Beat } from '../../../core/schemas/runner.ts';
import { http } from '../../doors/http.ts';
import type { Services } from '../../services.ts';
import type { Whole } from '../../stores/attempts/whole.ts';
import type { AttemptRecord } from '../../stores/attempts/record.ts';
import { grantsOf } from './grants.ts';

export const beatRun = http(route, async ({ params, body, services }) => {
  const whole = await services.stores.attempts.authorized(params.run, body.session);
  const { record, row, watched } = whole;
  if (isTerminal(record.status)) throw new AppError('claim-refused', `The run has ended (${record.status}); its runner ends itself.`);
  await keep(services, whole, body);
  if (row.runToken !== null) await services.callbacks.beat(row.runToken);
  return {
    watched,
    stop: record.status === 'CANCELING' ? { graceSec: record.graceSec ?? record.limits.graceSec } : null,
    ...(body.renew ? { grants: await grantsOf(services.bucket, record) } : {}),
  };
});

/** What the beat tells: that the runner lives, how far the script is, that it was released, and that it was told to stop. */
async function keep(
  { stores }: Services,
  { record, row, live }: Whole & { row: AttemptRecord },
  { log, progress, started }: Beat,
): Promise<void> {
  const { id, attempt } = record;
  await stores.runs.beat(id, { log, progress: progress ?? live.progress, beatAt: stores.now().toISOString() });
  if (started && record.startedAt === null) await stores.runs.started(id, new Date(started.at), started.phases, attempt);
  if (record.status === 'CANCELING' && row.stopAskedAt === null) await stores.attempts.stopAsked({ runId: id, attempt });
}
