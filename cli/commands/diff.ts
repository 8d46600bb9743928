import type { Command } from 'commander';
import * as z from 'zod';
import { connect } from '../connect.ts';
import { styled, write, writeJson } from '../output/terminal.ts';
import { wholeNumber } from '../values/whole-number.ts';
import { addJson, jsonOption } from './options.ts';

const options = z.object(jsonOption);
const version = wholeNumber(1, 999_999_999);

/** `runlet diff`: what differs between two versions of a script. */
export function declareDiff(program: Command): void {
  const command = program
    .command('diff')
    .description('compare two versions of a script')
    .argument('<script>', 'name or id of the script')
    .argument('[from]', 'the older version; the one before `to` unless said otherwise', version)
    .argument('[to]', 'the newer version; the latest unless said otherwise', version);
  addJson(command)
    .addHelpText(
      'after',
      '\nExamples:\n  $ runlet diff report          the latest version against the one before\n  $ runlet diff report 2 5',
    )
    .action(async (script: string, from: number | undefined, to: number | undefined) => {
      await diffVersions(script, from, to, options.parse(command.opts()).json);
    });
}

async function diffVersions(script: string, from: number | undefined, to: number | undefined, json: boolean): Promise<void> {
  await using connection = await connect();
  const newer = to ?? (await connection.client.getScript({ params: { script } })).latest;
  const found = await connection.client.diffVersions({ params: { script, version: newer }, query: { from } });
  if (json) return await writeJson(found);
  if (found.files.length === 0) return await write('stderr', `versions ${found.from} and ${found.to} are the same\n`);
  for (const file of found.files) {
    await write('stdout', `${styled('bold', `${file.change} ${file.path}`)}\n${file.patch === null ? 'not text\n' : painted(file.patch)}`);
  }
}

function painted(patch: string): string {
  return patch
    .replace(/\n?$/, '\n')
    .split('\n')
    .map((line) => {
      if (line.startsWith('+')) return styled('green', line);
      if (line.startsWith('-')) return styled('red', line);
      return line.startsWith('@@') ? styled('cyan', line) : line;
    })
    .join('\n');
}
