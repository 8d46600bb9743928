import type { Command } from 'commander';
import { declareAdd } from '../schedules/add.ts';
import { declareBackfill } from '../schedules/backfill.ts';
import { declareChange } from '../schedules/change.ts';
import { declareList } from '../schedules/list.ts';
import { declareNext } from '../schedules/next.ts';
import { declarePauseResumeRemove } from '../schedules/pause-resume-remove.ts';
import { declareRunNow } from '../schedules/run.ts';
import { declareShow } from '../schedules/show.ts';
import { declareSlots } from '../schedules/slots.ts';

const help = `
Examples:
  $ runlet schedules add report --cron "0 6 * * 1-5" --timezone Europe/Berlin
  $ runlet schedules next --cron "30 2 * * *" --timezone America/New_York
  $ runlet schedules slots sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX --state missed

On this machine slots come due while \`runlet start\` runs.`;

/** `runlet schedules`: scripts at due times, and what became of each. */
export function declareSchedules(program: Command): void {
  const schedules = program.command('schedules').description('run scripts at due times, and see what became of each');
  for (const declare of [declareAdd, declareList, declareShow, declareNext, declareSlots]) declare(schedules);
  for (const declare of [declareChange, declarePauseResumeRemove, declareRunNow, declareBackfill]) declare(schedules);
  schedules.addHelpText('after', help);
}
