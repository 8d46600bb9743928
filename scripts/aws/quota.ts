import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import * as z from 'zod';
import { usualRuns } from '../../infra/config.ts';

/** "Fargate On-Demand vCPU resource count" of this account and Region; AWS docs: "Amazon ECS endpoints and quotas". */
const fargateVcpu = { ServiceCode: 'fargate', QuotaCode: 'L-3032A538' };
/** What the smallest sandbox takes of it; core/sandbox.ts. */
const smallestVcpu = 0.25;

const answer = z.object({ Quota: z.object({ Value: z.number().min(smallestVcpu) }) });

/** How many of the smallest sandboxes may be there at once, with a line that says why so many. Never fails: what cannot be read is taken for a new account's quota. */
export async function runsOfQuota(client: ServiceQuotasClient = new ServiceQuotasClient()): Promise<{ runs: number; line: string }> {
  try {
    const vcpu = await readVcpu(client);
    const runs = Math.floor(vcpu / smallestVcpu);
    return { runs, line: `${runs} runs may be under way at once: the account's Fargate quota is ${vcpu} vCPU, a quarter for each.` };
  } catch (error) {
    const why = error instanceof z.ZodError || !(error instanceof Error) ? 'the answer has no usable number' : error.name;
    const line = `The account's Fargate quota could not be read (${why}), so ${usualRuns} runs may be under way at once; the knob maxRuns sets another number.`;
    return { runs: usualRuns, line };
  }
}

/** The quota as it was changed for this account, else AWS's own: what was never changed may not be found under the former. */
async function readVcpu(client: ServiceQuotasClient): Promise<number> {
  const applied = await client.send(new GetServiceQuotaCommand(fargateVcpu)).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'NoSuchResourceException') return null;
    throw error;
  });
  return answer.parse(applied ?? (await client.send(new GetAWSDefaultServiceQuotaCommand(fargateVcpu)))).Quota.Value;
}
