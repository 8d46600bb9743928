import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { createClient } from '../client/index.ts';
import type { Client } from '../client/index.ts';
import type { RunCounts } from '../infra/cost.ts';
import { firstToken } from '../tests/aws/harness/first-token.ts';
import { account } from '../tests/aws/harness/deploy.ts';
import { install } from '../tests/aws/harness/installation.ts';
import type { Installation } from '../tests/aws/harness/installation.ts';

/** An installation in the emulator with a client, for benches. */
export interface AwsPlace extends AsyncDisposable {
  runlet: Client;
  installation: Installation;
}

export async function openAwsPlace(): Promise<AwsPlace> {
  const installation = await install({ knobs: { architecture: 'x86_64' } });
  const runlet = createClient({ url: installation.apiUrl, token: await firstToken(installation) });
  return { runlet, installation, [Symbol.asyncDispose]: () => installation.close() };
}

/** What one run caused, as far as an emulator can tell. */
export interface CountedRun extends RunCounts {
  beats: number;
}

const calls = z.array(
  z.object({
    by: z.string().nullable(),
    service: z.string(),
    operation: z.string(),
    uses: z.array(z.object({ action: z.string(), resource: z.string() })),
    at: z.number(),
  }),
);
type Calls = z.infer<typeof calls>;
const events = z.object({ events: z.array(z.object({ type: z.string() })) });
const execution = z.object({ status: z.string() });
const groups = z.object({ logGroups: z.array(z.object({ logGroupName: z.string() })) });
const lines = z.object({ events: z.array(z.object({ message: z.string() })).default([]) });
/** Until a run is settled: its last function has ended and told so. */
const settlingMs = 3_000;

/** Lets a script run to its end and counts what that took; the sweep of every minute is not a run's own and is left out. */
export async function countRun({ runlet, installation }: AwsPlace, source: string): Promise<CountedRun> {
  const since = Date.now();
  const { id } = await runlet.previewRun({ body: { source } });
  // Who waits over the API causes a read a second; a run's own are to be counted.
  await executionEnded(installation, id);
  const run = await runlet.getRun({ params: { run: id } });
  if (run.status !== 'SUCCEEDED') throw new Error(`The run to be counted ended ${run.status}: ${run.message}`);
  await sleep(settlingMs);
  const all = calls.parse(await (await fetch(`${installation.lineUrl}/__line/calls?since=${since}`)).json());
  const own = all.filter(({ by }) => by === null || !by.includes('sweep'));
  return { ...callCounts(own), transitions: await transitionsOf(installation, id), ...(await functionCounts(installation, since)) };
}

function callCounts(own: Calls) {
  const api = own.filter(({ service }) => service === 'execute-api');
  const beats = api.filter(({ operation }) => operation.endsWith('/beat')).length;
  const table = own.filter(({ service }) => service === 'dynamodb');
  const units = (wanted: RegExp) => table.reduce((sum, { operation, uses }) => sum + unitsOf(operation, uses, wanted), 0);
  const puts = own.filter(({ service, operation }) => service === 's3' && operation === 'PutObject').length;
  const gets = own.filter(({ service, operation }) => service === 's3' && operation === 'GetObject').length;
  return {
    apiCalls: api.length - beats,
    beats,
    writeUnits: units(/Put|Update|Delete|ConditionCheck/),
    readUnits: units(/GetItem|Query/),
    bucketPuts: puts,
    bucketGets: gets,
  };
}

/** Rows of Runlet are below 1 KB to write and 4 KB to read, one unit each; in a transaction each counts twice (AWS docs: "DynamoDB read and write operations"). */
function unitsOf(operation: string, uses: Calls[number]['uses'], wanted: RegExp): number {
  return uses.filter(({ action }) => wanted.test(action)).length * (operation.startsWith('Transact') ? 2 : 1);
}

async function executionEnded(installation: Installation, run: string): Promise<void> {
  const executionArn = executionOf(installation, run);
  const status = async () =>
    execution.parse(await ask(installation.emulator, 'states', 'AWSStepFunctions.DescribeExecution', { executionArn })).status;
  while ((await status()) === 'RUNNING') await sleep(200);
}

function executionOf({ outputs }: Installation, run: string): string {
  return `${(outputs['StateMachineArn'] ?? '').replace(':stateMachine:', ':execution:')}:${run}-1`;
}

/** Every state that was entered is a transition, and so is every retry (https://aws.amazon.com/step-functions/pricing/). */
async function transitionsOf(installation: Installation, run: string): Promise<number> {
  const executionArn = executionOf(installation, run);
  const history = events.parse(await ask(installation.emulator, 'states', 'AWSStepFunctions.GetExecutionHistory', { executionArn }));
  return history.events.filter(({ type }) => type.endsWith('StateEntered')).length;
}

/** Invocations and what they took, from the lines that Lambda itself writes. */
async function functionCounts(
  { emulator }: Installation,
  since: number,
): Promise<Pick<RunCounts, 'invocations' | 'lambdaGibSec' | 'logBytes'>> {
  const { logGroups } = groups.parse(await ask(emulator, 'logs', 'Logs_20140328.DescribeLogGroups', {}));
  const ours = logGroups.filter(({ logGroupName }) => !logGroupName.includes('sweep'));
  const told = { invocations: 0, lambdaGibSec: 0, logBytes: 0 };
  for (const { logGroupName } of ours) {
    const query = { logGroupName, startTime: since };
    for (const { message } of lines.parse(await ask(emulator, 'logs', 'Logs_20140328.FilterLogEvents', query)).events) {
      told.logBytes += message.length + 26;
      const report = /^REPORT .*Duration: ([\d.]+) ms.*Memory Size: (\d+) MB/s.exec(message);
      if (!report) continue;
      told.invocations++;
      told.lambdaGibSec += (Number(report[1]) / 1000) * (Number(report[2]) / 1024);
    }
  }
  return told;
}

async function ask(emulator: string, service: string, target: string, body: unknown): Promise<unknown> {
  const scope = `Credential=${account.id}/20260101/${account.region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none`;
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1', authorization };
  return await (await fetch(emulator, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}
