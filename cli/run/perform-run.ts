import type { Run } from '../../core/schemas/run.ts';
import { connect } from '../connect.ts';
import { missingNeighbour } from '../code/missing-neighbour.ts';
import { detach } from './detach.ts';
import { Interrupt } from './interrupt.ts';
import { runOptions } from './options.ts';
import { runRequest } from './request.ts';
import type { RunRequest } from './request.ts';
import { showToEnd } from './show-to-end.ts';
import { startRun } from './start.ts';
import { unreadStdin } from './unread-stdin.ts';

/** Does `runlet run` and returns its exit code. The connection is opened first, because what it starts becomes ready while the code is read. */
export async function performRun(what: string, args: readonly string[], given: unknown): Promise<number> {
  const options = runOptions.parse(given);
  const connecting = connect({ admit: !options.detach });
  const [request, connected] = await Promise.allSettled([runRequest(what, args, options), connecting]);
  if (connected.status === 'rejected') throw request.status === 'rejected' ? request.reason : connected.reason;
  await using connection = connected.value;
  if (request.status === 'rejected') throw request.reason;
  if (options.detach) return await detach(connection, await startRun(connection.client, request.value), options.json);
  const interrupt = new Interrupt(connection.client);
  const run = await startRun(connection.client, request.value);
  interrupt.watch(run.id);
  const hint = (ended: Run) => (isAlone(request.value) ? missingNeighbour(ended, what) : null) ?? unreadStdin(ended);
  return await showToEnd(connection, run.id, options.json, hint);
}

function isAlone({ target }: RunRequest): boolean {
  return target.kind === 'code' && target.code.kind === 'files' && target.code.from === 'file';
}
