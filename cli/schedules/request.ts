import type { Client } from '../../client/index.ts';
import { fromText } from '../../core/input/from-text.ts';
import type { Json } from '../../core/schemas/json.ts';
import type { CreateScheduleBody, Schedule, UpdateScheduleBody } from '../../core/schemas/schedule.ts';
import { limitsAsked, refuseTwoInputs } from '../run/request.ts';
import { UsageError } from '../usage-error.ts';
import { inputJson } from '../values/input-json.ts';
import { grouped } from '../values/pair.ts';
import type { AddOptions, ChangeOptions } from './options.ts';

/** The body of a new schedule; input given as text is read by the schema of the version that would run now.
 *  @throws UsageError when options contradict each other; RunletError when there is no such script. */
export async function scheduleBody(
  client: Client,
  script: string,
  args: readonly string[],
  options: AddOptions,
): Promise<CreateScheduleBody> {
  refuseManyTimings([options.cron, options.rate, options.at]);
  const fields = await fieldsAsked(client, { script, version: 'live' }, args, options);
  return { script, ...fields, ...(options.paused && { paused: true }) };
}

/** What of a schedule is to change: only what was given. @throws UsageError when options contradict each other, or nothing was given. */
export async function changesAsked(
  client: Client,
  { scriptId, version, retry }: Pick<Schedule, 'scriptId' | 'version' | 'retry'>,
  args: readonly string[],
  options: ChangeOptions,
): Promise<UpdateScheduleBody> {
  if ([options.cron, options.rate, options.at].filter((timing) => timing !== undefined).length > 1)
    throw new UsageError('Say when by one of --cron, --rate and --at; it takes the place of whichever there was.');
  const fields = await fieldsAsked(client, { script: scriptId, version }, args, options);
  if (Object.keys(fields).length === 0)
    throw new UsageError('Nothing was given to change; give what is to become different, like --cron "0 7 * * 1-5" or --timeout 10m.');
  return fields.retry === undefined ? fields : { ...fields, retry: { ...retry, ...fields.retry } };
}

type Fields = Omit<CreateScheduleBody, 'script' | 'paused'>;

async function fieldsAsked(
  client: Client,
  target: Pick<Schedule, 'script' | 'version'>,
  args: readonly string[],
  options: ChangeOptions,
): Promise<Fields> {
  refuseTwoInputs(options);
  const { cron, rate, at, timezone, start, end, version, overlap, catchUp, description } = options;
  const input = await inputOf(client, target, options);
  return {
    ...given({ cron, rate, at, timezone, start, end, version, overlap, catchUp, description }),
    ...(input !== undefined && { input }),
    ...(args.length > 0 && { args: [...args] }),
    ...limitsAsked(options),
  };
}

/** @throws UsageError unless exactly one of cron, rate and at was given. */
export function refuseManyTimings(timings: readonly (string | undefined)[]): void {
  if (timings.filter((timing) => timing !== undefined).length === 1) return;
  throw new UsageError('Say when by exactly one of --cron "0 6 * * 1-5", --rate "15 minutes" and --at "2026-11-22 09:00".');
}

async function inputOf(
  client: Client,
  { script, version }: Pick<Schedule, 'script' | 'version'>,
  options: ChangeOptions,
): Promise<Json | undefined> {
  if (options.inputJson !== undefined) return inputJson(options.inputJson);
  if (options.input.length === 0) return undefined;
  const { inputSchema } = await client.getVersion({ params: { script, version: options.version ?? version } });
  return fromText(inputSchema, grouped(options.input));
}

/** The fields that were given. */
function given<T extends object>(fields: T): Partial<T>;
function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
