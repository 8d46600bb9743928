import type { Launch } from '../ports/launcher.ts';
import type { Services } from '../services.ts';
import { orderOf } from '../stores/launch-order.ts';
import type { RunRecord } from '../stores/runs/record.ts';

/** Hands a run that is STARTING to a sandbox, under its attempt and launch; answers with the sandbox's name. @throws AppError as the launcher does. */
export async function launchRun(
  services: Pick<Services, 'stores' | 'bucket' | 'launcher'>,
  record: RunRecord,
  { launch, claimCode, handover }: Pick<Launch, 'launch' | 'claimCode' | 'handover'>,
): Promise<string> {
  const { id: runId, attempt, limits, cpu } = record;
  const order = () => orderOf(services.stores, services.bucket, record);
  return services.launcher.launch({
    runId,
    attempt,
    launch,
    limits,
    cpu,
    claimCode,
    ...(handover === undefined ? {} : { handover }),
    order,
  });
}
