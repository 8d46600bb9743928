import { parseArgs } from 'node:util';
import { awsPath } from './benches/aws-path.ts';
import { bundles } from './benches/bundles.ts';
import { cost } from './benches/cost.ts';
import { firstRun } from './benches/first-run.ts';
import { list } from './benches/list.ts';
import { logs } from './benches/logs.ts';
import { schedules } from './benches/schedules.ts';
import { submit } from './benches/submit.ts';
import { holds, render } from './figures.ts';
import { describeMachine } from './machine.ts';
import { openBench } from './bench.ts';
import type { BenchRun } from './bench.ts';

const benches = new Map<string, BenchRun>([
  ['first-run', firstRun],
  ['submit', submit],
  ['list', list],
  ['logs', logs],
  ['schedules', schedules],
  ['bundles', bundles],
  ['aws-path', awsPath],
  ['cost', cost],
]);

/** These deploy to an emulator, which needs Docker, so they run only when they are named. */
const inEmulator = new Set(['aws-path', 'cost']);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false }, rounds: { type: 'string' }, rows: { type: 'string' } },
});
const names = positionals.length > 0 ? positionals : Array.from(benches.keys()).filter((name) => !inEmulator.has(name));
const unknown = names.filter((name) => !benches.has(name));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}; there are ${[...benches.keys()].join(', ')}.`);
  process.exit(2);
}

let broken = 0;
for (const name of names) {
  await using bench = await openBench({ rounds: numberOf(values.rounds), rows: numberOf(values.rows) });
  const report = await benches.get(name)?.(bench);
  if (report === undefined) continue;
  console.log(`\n${name}: ${describeMachine(bench.python)}\n${render(report.figures)}`);
  for (const note of report.notes) console.log(note);
  broken += report.figures.filter((figure) => holds(figure) === false).length;
}
process.exitCode = values.check && broken > 0 ? 1 : 0;

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
