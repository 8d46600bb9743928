import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
    const folder = pack();
    const code = { kind: 'python' as const, folder, handler: 'runner.scan.function.handler' };
    // A hostile source may take memory and time; both end here.
    this.fn = new RunletFunction(this, 'Scan', { code, memoryMiB: 1024, timeoutSec: 20, retentionDays, tracing });
    // The CDK has made its own copy by now.
    rmSync(folder, { recursive: true });
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

const filter = (path: string) => !path.includes('__pycache__');

/** The runner's package and the table of security levels, which lie in one folder as they do in the repository. */
function pack(): string {
  const root = resolve(import.meta.dirname, '..', '..');
  const folder = mkdtempSync(join(tmpdir(), 'runlet-scanner-'));
  cpSync(join(root, 'runner-container', 'runner'), join(folder, 'runner'), { recursive: true, filter });
  const levels = join('core', 'contract', 'security-levels.json');
  cpSync(join(root, levels), join(folder, levels));
  return folder;
}
