import { join, resolve } from 'node:path';
import { Construct } from 'constructs';
import { RunletFunction } from './runlet-function.ts';
import type { Grant } from './runlet-function.ts';

export interface ScannerProps {
  retentionDays: number;
  tracing: boolean;
}

/** Reads scripts without running them: the runner's own package, as a function that may do nothing at all. */
export class Scanner extends Construct {
  private readonly fn: RunletFunction;

  constructor(scope: Construct, id: string, { retentionDays, tracing }: ScannerProps) {
    super(scope, id);
    const folder = resolve(join(import.meta.dirname, '..', '..', 'runner-container'));
    const code = { kind: 'python' as const, folder, handler: 'runner.scan.function.handler' };
    // A hostile source may take memory and time; both end here.
    this.fn = new RunletFunction(this, 'Scan', { code, memoryMiB: 1024, timeoutSec: 20, retentionDays, tracing });
  }

  get function(): RunletFunction {
    return this.fn;
  }

  /** Having scripts read. */
  readonly scan: Grant = (fn) => {
    fn.allow(['lambda:InvokeFunction'], [this.fn.arn]);
    fn.tell('RUNLET_SCANNER', this.fn.target.functionName);
  };
}
