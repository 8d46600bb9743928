import { prices } from '../core/prices.ts';
import type { Config } from './config.ts';

/** What one run causes, counted. */
export interface RunCounts {
  apiCalls: number;
  transitions: number;
  invocations: number;
  /** Seconds × GiB of all its function calls together. */
  lambdaGibSec: number;
  writeUnits: number;
  readUnits: number;
  bucketPuts: number;
  bucketGets: number;
  /** Bytes of all log groups together. */
  logBytes: number;
}

export interface TaskSize {
  vcpu: number;
  gib: number;
  /** From the first byte of the image pulled to the end, as Fargate bills it. */
  sec: number;
  architecture: Config['architecture'];
}

const hour = 3600;
const hoursAMonth = 730;
/** https://aws.amazon.com/fargate/pricing/: at least one minute is billed; addresses are billed for as long. */
const leastSec = 60;

/** A run of 10 s in the smallest sandbox; what the stack's output tells. Assumed, not measured: calls, transitions and units are the bounds to which
 *  `npm run bench -- aws-path` holds a run, with one beat; the rest is an estimate. `npm run bench -- cost` counts a real one. */
export const usualRun: { counts: RunCounts; size: TaskSize } = {
  counts: {
    apiCalls: 7,
    transitions: 5,
    invocations: 12,
    lambdaGibSec: 0.6,
    writeUnits: 30,
    readUnits: 30,
    bucketPuts: 2,
    bucketGets: 4,
    logBytes: 8_000,
  },
  size: { vcpu: 0.25, gib: 0.5, sec: 40, architecture: 'arm64' },
};

/** Dollars for 1,000 runs like this one. */
export function costOf1000Runs(counts: RunCounts, size: TaskSize): number {
  return 1000 * Object.values(partsOfRun(counts, size)).reduce((sum, dollars) => sum + dollars, 0);
}

/** Dollars of one run by what they are paid for. */
export function partsOfRun(counts: RunCounts, size: TaskSize) {
  const hours = Math.max(size.sec, leastSec) / hour;
  const { vcpuHour, gibHour } = prices.fargate[size.architecture];
  return {
    compute: hours * (size.vcpu * vcpuHour + size.gib * gibHour),
    address: hours * prices.addressHour,
    workflow: counts.transitions * prices.transition,
    api: counts.apiCalls * prices.apiCall,
    functions: counts.invocations * prices.lambdaRequest + counts.lambdaGibSec * prices.lambdaGibSecond,
    table: counts.writeUnits * prices.writeUnit + counts.readUnits * prices.readUnit,
    bucket: counts.bucketPuts * prices.bucketPut + counts.bucketGets * prices.bucketGet,
    logs: (counts.logBytes / 1e9) * prices.logGb,
  };
}

/** What is there while no script runs. */
export interface IdleParts {
  alarms: number;
  webRules: number;
  config: Pick<Config, 'architecture' | 'warmPool' | 'nat'>;
}

/** One sweep: half a GiB for a tenth of a second at most, eight read units, a line of 300 bytes beside Lambda's own. */
const sweep = { gibSec: 0.025, readUnits: 8, logBytes: 600 };
const imageGb = 0.06;
/** Lambda asks a queue that is at rest with two hands, each waiting 20 s. AWS docs: "Configuring scaling behavior for SQS event source mappings". */
const queuePollsAMinute = 2 * 3;

/** Dollars that a due time costs beside its run: the call by Scheduler, the function `fire` for half a second, some 20 units written and 15 read. Assumed. */
export function costOfDueTime(): number {
  const [gibSec, writeUnits, readUnits, logBytes] = [0.25, 20, 15, 600];
  return (
    prices.scheduledCall +
    prices.lambdaRequest +
    gibSec * prices.lambdaGibSecond +
    writeUnits * prices.writeUnit +
    readUnits * prices.readUnit +
    (logBytes / 1e9) * prices.logGb
  );
}

/** Dollars a month while no script runs, stored data apart ($0.25 per GB of rows, $0.023 per GB of objects). */
export function idleCost({ alarms, webRules, config }: IdleParts): number {
  const sweeps = hoursAMonth * 60;
  const each =
    prices.lambdaRequest +
    sweep.gibSec * prices.lambdaGibSecond +
    sweep.readUnits * prices.readUnit +
    (sweep.logBytes / 1e9) * prices.logGb;
  const { vcpuHour, gibHour } = prices.fargate[config.architecture];
  const warmHour = 0.25 * vcpuHour + 0.5 * gibHour + (config.nat ? 0 : prices.addressHour) + hour * prices.bucketGet;
  return (
    sweeps * each +
    hoursAMonth * 60 * queuePollsAMinute * prices.queueRequest +
    alarms * prices.alarmMonth +
    imageGb * prices.imageGbMonth +
    (webRules === 0 ? 0 : prices.webAclMonth + webRules * prices.webRuleMonth) +
    config.warmPool * warmHour * hoursAMonth +
    (config.nat ? hoursAMonth * (prices.natHour + prices.addressHour) : 0)
  );
}
