import { Construct } from 'constructs';
import { resourceNames } from '../../core/resources.ts';
import type { Config } from '../config.ts';
import { RunletFunction } from './runlet-function.ts';
import type { Grant } from './runlet-function.ts';

export const functionNames = [
  ...resourceNames,
  'authorizer',
  'launch',
  'run',
  'finish',
  'admit',
  'task-stopped',
  'execution-ended',
  'sweep',
  'fire',
  'undelivered',
] as const;
export type FunctionName = (typeof functionNames)[number];

interface Size {
  /** A full processor is 1,769 MiB; what starts cold before a waiting person gets more of it. */
  memoryMiB: number;
  timeoutSec: number;
}

const usual: Size = { memoryMiB: 512, timeoutSec: 30 };

/** Functions that need other than usual. Streams of events end after 60 s by themselves, and an answer waits for a run as long as it streams. */
const sizes: Partial<Record<FunctionName, Size>> = {
  runs: { memoryMiB: 1024, timeoutSec: 120 },
  scripts: { memoryMiB: 1024, timeoutSec: 30 },
  versions: { memoryMiB: 1024, timeoutSec: 30 },
  python: { memoryMiB: 1024, timeoutSec: 900 },
  authorizer: { memoryMiB: 512, timeoutSec: 10 },
  // It may wait for a sandbox to be seen gone: 120 s of grace and 45 s more.
  finish: { memoryMiB: 512, timeoutSec: 200 },
  'execution-ended': { memoryMiB: 512, timeoutSec: 200 },
  sweep: { memoryMiB: 512, timeoutSec: 55 },
  // It may have the scanner read a program, and finds the runs that stand in a slot's way.
  fire: { memoryMiB: 512, timeoutSec: 60 },
  undelivered: { memoryMiB: 512, timeoutSec: 60 },
};

export interface FunctionsProps {
  config: Config;
  version: string;
  stackName: string;
}

/** All functions in Node, each from its bundle. */
export class Functions extends Construct {
  private readonly byName: ReadonlyMap<FunctionName, RunletFunction>;

  constructor(scope: Construct, id: string, { config, version, stackName }: FunctionsProps) {
    super(scope, id);
    const { retentionDays, tracing } = config;
    this.byName = new Map(
      functionNames.map((name) => {
        const fn = new RunletFunction(this, name, {
          code: { kind: 'bundle', name },
          ...(sizes[name] ?? usual),
          retentionDays,
          tracing,
        });
        fn.tell('RUNLET_STACK', stackName);
        fn.tell('RUNLET_VERSION', version);
        fn.tell('RUNLET_RETENTION_DAYS', String(retentionDays));
        fn.tell('RUNLET_MAX_RUNS', String(config.maxRuns));
        fn.tell('RUNLET_WARM_POOL', String(config.warmPool));
        if (tracing) fn.tell('POWERTOOLS_TRACE_ENABLED', 'true');
        return [name, fn];
      }),
    );
  }

  get(name: FunctionName): RunletFunction {
    const fn = this.byName.get(name);
    if (!fn) throw new Error(`There is no function ${name}.`);
    return fn;
  }

  /** Gives a function all of these. */
  permit(name: FunctionName, ...grants: Grant[]): void {
    for (const grant of grants) grant(this.get(name));
  }
}
