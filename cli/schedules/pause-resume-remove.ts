import type { Command } from 'commander';
import * as z from 'zod';
import type { Client } from '../../client/index.ts';
import { addJson, jsonOption } from '../commands/options.ts';
import { connect } from '../connect.ts';
import { write, writeJson } from '../output/terminal.ts';

const options = z.object(jsonOption);

interface Change {
  name: 'pause' | 'resume' | 'remove';
  description: string;
  /** Makes it, and gives what is shown with `--json`. */
  make: (client: Client, schedule: string) => Promise<unknown>;
  said: string;
}

const changes: readonly Change[] = [
  {
    name: 'pause',
    description: 'let slots go by: each is recorded as skipped',
    make: (client, schedule) => client.pauseSchedule({ params: { schedule } }),
    said: 'is paused; its slots are recorded as skipped until it is resumed',
  },
  {
    name: 'resume',
    description: 'run slots again from now on',
    make: (client, schedule) => client.resumeSchedule({ params: { schedule } }),
    said: 'runs its slots from now on',
  },
  {
    name: 'remove',
    description: 'remove a schedule; its runs and slots stay',
    make: async (client, schedule) => {
      await client.deleteSchedule({ params: { schedule } });
      return { id: schedule, removed: true };
    },
    said: 'is removed; its runs and what became of its slots stay',
  },
];

/** `runlet schedules pause`, `resume` and `remove`. */
export function declarePauseResumeRemove(schedules: Command): void {
  for (const { name, description, make, said } of changes) {
    const command = schedules.command(name).description(description).argument('<schedule>', 'id of a schedule');
    addJson(command).action(async (id: string) => {
      await using connection = await connect();
      const made = await make(connection.client, id);
      await (options.parse(command.opts()).json ? writeJson(made) : write('stdout', `${id} ${said}\n`));
    });
  }
}
