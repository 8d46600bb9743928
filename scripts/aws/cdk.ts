import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..', '..');

/** Runs the project's own CDK with the project's own Node; answers whether all went well. What it says goes to the terminal. */
export function cdk(...args: string[]): boolean {
  const PATH = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  return status === 0;
}

/** What names an installation on the command line of CDK. */
export function contextOf(context: Record<string, string | undefined>): string[] {
  return Object.entries(context).flatMap(([name, value]) => (value === undefined ? [] : ['--context', `${name}=${value}`]));
}
