import * as z from 'zod';
import { jsonObject } from '../../core/schemas/json.ts';
import type { Json } from '../../core/schemas/json.ts';
import { limitFields } from '../../core/schemas/limits.ts';
import type { Limits } from '../../core/schemas/limits.ts';
import type { RetryPolicy } from '../../core/schemas/retry.ts';
import type { SecurityLevel } from '../../core/schemas/job.ts';
import type { TemplateFile } from '../../core/schemas/template.ts';
import { carriedCode } from '../code/carry.ts';
import type { Carried } from '../code/carry.ts';
import { sampleOf } from '../code/sample.ts';
import { UsageError } from '../usage-error.ts';
import { inputJson } from '../values/input-json.ts';
import { grouped } from '../values/pair.ts';
import type { Pair } from '../values/pair.ts';
import type { RunOptions, SettingOptions } from './options.ts';

/** The fields of a run's body that both operations take which start one. */
export interface RunFields extends Partial<Limits> {
  input?: Json;
  inputText?: Record<string, string | string[]>;
  args?: string[];
  env?: Record<string, string>;
  securityLevel?: SecurityLevel;
  retry?: RetryPolicy;
  triggerKind: 'cli';
}

/** What a run needs; files are still paths on this machine. */
export interface RunRequest {
  target: { kind: 'code'; code: Carried } | { kind: 'script'; name: string; version?: number | 'live' };
  files: Record<string, string>;
  fields: RunFields;
}

/** Turns the words of the command line into a request.
 *  @throws UsageError when they contradict each other or name what is not there. */
export async function runRequest(what: string, args: readonly string[], options: RunOptions): Promise<RunRequest> {
  const code = await carriedCode(what, options.entry);
  refuseContradictions(what, code, options);
  const sample = code?.kind === 'files' && code.from === 'folder' ? await sampleOf(what) : null;
  const words = [...(options.args ?? []), ...args];
  // Arguments may say what the sample's input and files say, so it is the one or the other.
  const given = (await inputFields(options)) ?? (words.length > 0 ? {} : null);
  const files = words.length > 0 ? {} : sampleFiles(sample, given);
  return {
    target: code === null ? { kind: 'script', name: what, version: options.version } : { kind: 'code', code: withEntry(code, sample) },
    files: { ...files, ...record(options.file) },
    fields: {
      ...sampleLimits(what, sample),
      ...(given === null ? sampleInput(sample) : given),
      ...argsField(words, sample),
      ...limitsAsked(options),
      triggerKind: 'cli',
    },
  };
}

/** @throws UsageError when both forms of input were given. */
export function refuseTwoInputs({ input, inputJson: whole }: Pick<SettingOptions, 'input' | 'inputJson'>): void {
  if (whole !== undefined && input.length > 0)
    throw new UsageError('--input and --input-json were both given; give the whole input as JSON, or each field with --input.');
}

function refuseContradictions(what: string, code: Carried | null, options: RunOptions): void {
  refuseTwoInputs(options);
  if (code === null && /[/\\]|\.(py|zip)$/i.test(what)) {
    throw new UsageError(
      `${what} is not there; give the path of a .py file, a folder or a .zip, or the name of a saved script (runlet scripts lists them).`,
    );
  }
  if (code === null && options.entry !== undefined)
    throw new UsageError('--entry goes with a folder; a saved script knows the file that starts it.');
  if (code !== null && options.version !== undefined) {
    throw new UsageError(
      `--version goes with a saved script, and ${what} is code that lies here; leave --version away, or save the code with runlet push.`,
    );
  }
}

type Input = Pick<RunFields, 'input' | 'inputText'>;

async function inputFields(options: RunOptions): Promise<Input | null> {
  if (options.inputJson !== undefined) return { input: await inputJson(options.inputJson) };
  return options.input.length > 0 ? { inputText: grouped(options.input) } : null;
}

function sampleInput(sample: TemplateFile | null): Input {
  return sample?.input === undefined ? {} : { input: sample.input };
}

/** The sample's files, but for those whose place the given input takes. */
function sampleFiles(sample: TemplateFile | null, given: Input | null): Record<string, string> {
  const taken = { ...given?.inputText, ...jsonObject.safeParse(given?.input).data };
  return Object.fromEntries(Object.entries(sample?.files ?? {}).filter(([name]) => !Object.hasOwn(taken, name)));
}

function sampleLimits(folder: string, sample: TemplateFile | null): Partial<Limits> {
  const read = z.strictObject(limitFields).safeParse(sample?.limits ?? {});
  if (!read.success) throw new UsageError(`template.json of ${folder} sets limits that cannot be: ${z.prettifyError(read.error)}`);
  return read.data;
}

function withEntry(code: Carried, sample: TemplateFile | null): Carried {
  return { ...code, entry: code.entry ?? sample?.entry };
}

function argsField(given: string[], sample: TemplateFile | null): Pick<RunFields, 'args'> {
  const args = given.length > 0 ? given : sample?.args;
  return args === undefined ? {} : { args };
}

/** The fields of a body that the options of limits, environment and level stand for. */
export function limitsAsked(
  options: SettingOptions,
): Partial<Pick<RunFields, 'env' | 'timeoutSec' | 'memoryMiB' | 'securityLevel' | 'retry'>> {
  return {
    ...(options.env.length > 0 && { env: record(options.env) }),
    ...(options.timeout !== undefined && { timeoutSec: options.timeout }),
    ...(options.memory !== undefined && { memoryMiB: options.memory }),
    ...(options.level !== undefined && { securityLevel: options.level }),
    ...(options.retry !== undefined && { retry: { attempts: options.retry } }),
  };
}

function record(given: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}
