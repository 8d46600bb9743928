import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pythonTools } from './python-tools.ts';

/** `npm run check`: types, lint with the import table and the size limits, format, unused code; the same for the runner. */

const root = resolve(import.meta.dirname, '..');
const steps: [string, string[]][] = [
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['lint', ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '.']],
  ['format', ['node_modules/oxfmt/bin/oxfmt', '--check', '.']],
  ['unused', ['node_modules/knip/bin/knip.js', '--no-progress']],
  ['errors document', ['scripts/errors-document.ts', '--check']],
];

const failed: string[] = [];
for (const [name, args] of steps) if (spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status !== 0) failed.push(name);
const tools = pythonTools();
for (const args of [
  ['-m', 'ruff', 'check', '.'],
  ['-m', 'mypy', '--exclude', 'runner/boot/', 'runner'],
  // What lies in the sandbox's own import path is checked under the names that it has there.
  ['-m', 'mypy', '-p', 'runlet', '-p', 'runlet_values', '-p', 'runlet_driver', '-m', 'sitecustomize'],
  ['../lint/python_size.py', 'runner', 'tests', '../templates'],
])
  if (tools.run(args) !== 0) failed.push(args.join(' '));
if (failed.length > 0) console.error(`check failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
