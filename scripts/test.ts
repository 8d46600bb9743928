import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { pythonTools } from './python-tools.ts';

/** `npm test`: types, lint, unit, contract and scenario tests with coverage, the runner's tests with coverage; ends with the sum. */

const root = resolve(import.meta.dirname, '..');
const cache = join(root, '.cache');
const vitestJson = join(cache, 'vitest.json');
const pytestXml = join(cache, 'pytest.xml');

interface Suite {
  name: string;
  passed: number;
  failed: number;
  ok: boolean;
}

function node(args: string[]): boolean {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

function checks(): Suite {
  const ok = node(['scripts/check.ts']);
  return { name: 'check', passed: ok ? 1 : 0, failed: ok ? 0 : 1, ok };
}

const vitestReport = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numFailedTestSuites: z.int() });

function vitest(): Suite {
  const ok = node([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--coverage',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${vitestJson}`,
  ]);
  if (!existsSync(vitestJson)) return { name: 'vitest', passed: 0, failed: 1, ok: false };
  const report = vitestReport.parse(JSON.parse(readFileSync(vitestJson, 'utf8')));
  const failed = Math.max(report.numFailedTests, ok ? 0 : 1);
  return { name: 'vitest', passed: report.numPassedTests, failed, ok: ok && failed === 0 };
}

function pytest(): Suite {
  const covered = pythonTools().run(['tests/cover.py', `--junitxml=${pytestXml}`]) === 0;
  if (!existsSync(pytestXml)) return { name: 'pytest', passed: 0, failed: 1, ok: false };
  const report = readFileSync(pytestXml, 'utf8');
  const counted = /errors="(\d+)" failures="(\d+)" skipped="(\d+)" tests="(\d+)"/.exec(report) ?? [];
  const [errors = 0, failures = 0, skipped = 0, tests = 0] = counted.slice(1).map(Number);
  // Too little coverage is a failure too, although every test passes.
  const failed = Math.max(errors + failures, covered ? 0 : 1);
  return { name: 'pytest', passed: tests - errors - failures - skipped, failed, ok: failed === 0 };
}

mkdirSync(cache, { recursive: true });
for (const file of [vitestJson, pytestXml]) rmSync(file, { force: true });
if (!node(['build.ts']) || !node(['infra/bundle.ts'])) process.exit(1);
const suites = [checks(), vitest(), pytest()];
for (const suite of suites) console.log(`${suite.name}: ${suite.passed} passed, ${suite.failed} failed`);
console.log(
  `${suites.reduce((sum, suite) => sum + suite.passed, 0)} passed, ${suites.reduce((sum, suite) => sum + suite.failed, 0)} failed`,
);
process.exitCode = suites.every((suite) => suite.ok) ? 0 : 1;
