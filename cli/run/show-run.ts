import { isTerminal } from '../../core/run.ts';
import { connect } from '../connect.ts';
import { moment } from '../output/quantities.ts';
import { write, writeJson } from '../output/terminal.ts';
import { printEnding } from './ending.ts';
import { runDocument } from './locations.ts';

/** Shows one run whole: what it was, its result, its artifacts, its last line; or its result alone, as the bytes that were kept. */
export async function showRun(runId: string, { json, result }: { json: boolean; result: boolean }): Promise<void> {
  await using connection = await connect();
  const params = { run: runId };
  if (result) {
    const response = await connection.client.getResult({ params });
    for await (const chunk of response.body ?? []) await write('stdout', chunk);
    return await write('stdout', '\n');
  }
  const run = await connection.client.getRun({ params });
  if (json) return await writeJson(await runDocument(connection, run));
  const script = run.script === null ? run.code.entry : `${run.script} version ${run.version}`;
  await write('stdout', `${run.id}  ${script}  ${run.trigger.kind}  ${moment(run.createdAt)}\n`);
  if (!isTerminal(run.status)) return await write('stdout', `${run.status}\n`);
  await printEnding(connection, { run, stdout: null }, null);
}
