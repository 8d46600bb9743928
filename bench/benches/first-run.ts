import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { program } from '../bench.ts';
import type { Bench, Report } from '../bench.ts';
import { compared, plain } from '../figures.ts';
import { alternate, median, seriesOf } from '../measure.ts';
import { medianPhases, phases } from '../phases.ts';
import type { Phases } from '../phases.ts';
import { plainEnvironment, spawned } from '../spawned.ts';

const names = {
  bare: 'python3 hello.py',
  node: 'node -e 0',
  version: 'runlet --version',
  run: 'runlet run hello.py',
  npx: 'npx runlet run hello.py',
} as const;
const record = z.looseObject({ phases });

/** The whole command in a warm clone, without a server, against the bare interpreter; and where its time goes. */
export async function firstRun(bench: Bench): Promise<Report> {
  const clone = dirname(dirname(program));
  const env = {
    ...plainEnvironment,
    RUNLET_HOME: `${bench.folder}/home`,
    RUNLET_PYTHON: bench.python.path,
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
  };
  const linked = join(clone, 'node_modules', '.bin', 'runlet');
  const runlet = (...args: string[]) =>
    existsSync(linked) ? spawned(linked, args, { env, cwd: clone }) : spawned(process.execPath, [program, ...args], { env, cwd: clone });
  const series = await alternate(
    [
      { name: names.bare, once: () => spawned(bench.python.path, [bench.hello]) },
      { name: names.node, once: () => spawned(process.execPath, ['-e', '0']) },
      { name: names.version, once: () => runlet('--version') },
      { name: names.run, once: () => runlet('run', bench.hello) },
      { name: names.npx, once: () => spawned('npx', ['runlet', 'run', bench.hello], { env, cwd: clone }) },
    ],
    bench.rounds ?? 15,
    2,
  );
  const baseline = seriesOf(series, names.bare);
  const last = record.parse(JSON.parse(await runlet('run', bench.hello, '--json')));
  return {
    figures: [
      plain(baseline),
      ...[names.node, names.version, names.run, names.npx].map((name) => compared(seriesOf(series, name), baseline)),
    ],
    notes: whereTimeGoes((name) => median(seriesOf(series, name).samples), last.phases),
  };
}

/** What each part adds to the parts before it, in milliseconds. */
function whereTimeGoes(of: (name: string) => number, recorded: Phases): string[] {
  const parts: [string, number][] = [
    ['Node starts', of(names.node)],
    ['the command is loaded and has read its arguments', of(names.version) - of(names.node)],
    ['the edition opens, scans, runs the script, records it and closes', of(names.run) - of(names.version)],
    ['npx finds the command', of(names.npx) - of(names.run)],
  ];
  return [
    'Where the time goes:',
    ...parts.map(([what, ms]) => `${ms.toFixed(0).padStart(6)} ms  ${what}`),
    `Phases in the record of one such run: ${medianPhases([recorded])}.`,
  ];
}
