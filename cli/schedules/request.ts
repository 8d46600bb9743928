import type { Client } from '../../client/index.ts';
import { fromText } from '../../core/input/from-text.ts';
import type { Json } from '../../core/schemas/json.ts';
import type { CreateScheduleBody } from '../../core/schemas/schedule.ts';
import { limitsAsked, refuseTwoInputs } from '../run/request.ts';
import { UsageError } from '../usage-error.ts';
import { inputJson } from '../values/input-json.ts';
import { grouped } from '../values/pair.ts';
import type { AddOptions } from './options.ts';

/** The body of a new schedule; input given as text is read by the schema of the version that would run now.
 *  @throws UsageError when options contradict each other; RunletError when there is no such script. */
export async function scheduleBody(
  client: Client,
  script: string,
  args: readonly string[],
  options: AddOptions,
): Promise<CreateScheduleBody> {
  refuseTwoInputs(options);
  const { cron, rate, at, timezone, start, end, version, overlap, catchUp, description, paused } = options;
  refuseManyTimings([cron, rate, at]);
  const input = await inputOf(client, script, options);
  return {
    script,
    ...given({ cron, rate, at, timezone, start, end, version, overlap, catchUp, description }),
    ...(input !== undefined && { input }),
    ...(args.length > 0 && { args: [...args] }),
    ...(paused && { paused }),
    ...limitsAsked(options),
  };
}

/** @throws UsageError unless exactly one of cron, rate and at was given. */
export function refuseManyTimings(timings: readonly (string | undefined)[]): void {
  if (timings.filter((timing) => timing !== undefined).length === 1) return;
  throw new UsageError('Say when by exactly one of --cron "0 6 * * 1-5", --rate "15 minutes" and --at "2026-11-22 09:00".');
}

async function inputOf(client: Client, script: string, options: AddOptions): Promise<Json | undefined> {
  if (options.inputJson !== undefined) return inputJson(options.inputJson);
  if (options.input.length === 0) return undefined;
  const { inputSchema } = await client.getVersion({ params: { script, version: options.version ?? 'live' } });
  return fromText(inputSchema, grouped(options.input));
}

/** The fields that were given. */
function given<T extends object>(fields: T): Partial<T>;
function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
