import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Run } from '../../core/schemas/run.ts';
import type { Connection } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import { styled, write, writeJson } from '../output/terminal.ts';

/** Prints the id of a run and leaves it to itself. Without a server a process in the background carries it to its end. */
export async function detach(connection: Connection, run: Run, json: boolean): Promise<number> {
  await connection.close();
  if (connection.kind === 'embedded') carryInBackground(run.id, connection.dataDir);
  if (json) await writeJson(run);
  else {
    await write('stdout', `${run.id}\n`);
    await write(
      'stderr',
      styled('dim', `\`runlet logs ${run.id} --follow\` shows its log, \`runlet cancel ${run.id}\` ends it.\n`, 'stderr'),
    );
  }
  return exitCodes.good;
}

function carryInBackground(runId: string, dataDir: string | null): void {
  const program = process.argv[1];
  if (program === undefined) throw new Error('the path of the program is not known, so nothing can carry the run on');
  const env = { ...process.env, ...(dataDir !== null && { RUNLET_HOME: dataDir }) };
  spawn(process.execPath, [resolve(program), 'carry', runId], { detached: true, stdio: 'ignore', cwd: '/', env }).unref();
}
