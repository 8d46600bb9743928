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

/** What names an installation on the command line of CDK, and what else was asked for there, each `<name>=<value>`. */
export function contextOf(context: Record<string, string | undefined>, more: readonly string[] = []): string[] {
  const named = Object.entries(context).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return [...named, ...more].flatMap((one) => ['--context', one]);
}
