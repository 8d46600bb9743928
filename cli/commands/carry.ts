import type { Command } from 'commander';
import { isTerminal } from '../../core/run.ts';
import { connect } from '../connect.ts';

/** `runlet carry`: what `run --detach` leaves in the background when there is no server. Opening the data folder starts its queued runs. */
export function declareCarry(program: Command): void {
  program.command('carry', { hidden: true }).argument('<run>').action(carry);
}

async function carry(runId: string): Promise<void> {
  await using connection = await connect({ admit: true, adopt: true });
  const params = { run: runId };
  let run = await connection.client.getRun({ params });
  while (!isTerminal(run.status)) run = await connection.client.getRun({ params, query: { wait: 25 } });
}
