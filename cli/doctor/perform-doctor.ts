import { exitCodes } from '../exit-code.ts';
import { table } from '../output/table.ts';
import { styled, write, writeJson } from '../output/terminal.ts';
import { examine } from './examine.ts';
import type { Examination, Machine } from './examine.ts';

/** Does `runlet doctor` and returns its exit code. */
export async function performDoctor(json: boolean): Promise<number> {
  const found = await examine();
  await (json ? writeJson(found) : printExamination(found));
  return found.problems.length === 0 ? exitCodes.good : exitCodes.bad;
}

async function printExamination(found: Examination): Promise<void> {
  await write(
    'stdout',
    `${table(
      [],
      [
        ['Runlet', found.runlet],
        ['Node', found.node],
        ['SQLite', found.sqlite ?? 'unknown'],
        ['Data folder', `${found.dataDir.path} (${found.dataDir.writable ? 'writable' : styled('red', 'not writable')})`],
        ['Server', found.server ?? 'none on this data folder'],
        ['Mail', found.mail],
      ],
    )}\n`,
  );
  if (found.machine !== null) await printMachine(found.machine);
  for (const problem of found.problems) await write('stdout', `\n${styled('red', problem)}\n`);
}

async function printMachine({ python, interpreters, walls, missing }: Machine): Promise<void> {
  const pythons = interpreters.map(({ path, version, supported, why }) => [
    path,
    version,
    path === python ? styled('green', 'used') : supported ? 'usable' : styled('yellow', 'too old'),
    why ?? '',
  ]);
  await write('stdout', `\n${table(heading('PYTHON', 'VERSION', 'STATE', 'WHY'), pythons)}\n`);
  const rows = [
    ...walls.map((wall) => [wall, styled('green', 'stands'), '']),
    ...missing.map(({ wall, why }) => [wall, styled('yellow', 'missing'), why]),
  ];
  await write('stdout', `\n${table(heading('WALL', 'STATE', 'WHY'), rows)}\n`);
}

function heading(...words: string[]): string[] {
  return words.map((word) => styled('bold', word));
}
