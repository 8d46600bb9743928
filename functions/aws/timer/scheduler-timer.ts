import { AppError } from '../../../core/errors.ts';
import { checkRecurrence } from '../../ports/check-recurrence.ts';
import type { KeptSchedule, Timer } from '../../ports/timer.ts';
import type { Clients } from '../clients/index.ts';
import { boundsOf } from './bounds.ts';
import type { Bounds } from './bounds.ts';
import { schedulerExpressions } from './expressions.ts';

export interface SchedulerTimerSettings {
  clients: Pick<Clients, 'scheduler'>;
  /** Schedule group of the stack. */
  group: string;
  /** What a due time calls, by which role, and where calls go that were refused. */
  targetArn: string;
  roleArn: string;
  deadLetterArn: string;
  now: () => Date;
}

/** What it takes to forget schedules, and no more. */
export type SchedulerForgetterSettings = Pick<SchedulerTimerSettings, 'clients' | 'group'>;

/** Two expressions are the most that one recurrence becomes. */
const suffixes = ['', '-2'] as const;
/** A due time that could not be delivered within an hour is told as missed rather than run late. */
const maxEventAgeSec = 3600;

/**
 * Schedules of EventBridge Scheduler, one or two for each of ours. What is called gets `{scheduleId, slot}`; the slot is filled in by Scheduler.
 * What comes due no more is not kept. Calls that are throttled the client sends again.
 * Source: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function createSchedulerTimer(settings: SchedulerTimerSettings): Timer {
  const { clients, group: GroupName } = settings;
  return {
    ...createSchedulerForgetter(settings),
    keep: async (schedule) => {
      checkRecurrence(schedule);
      const bounds = boundsOf(schedule, settings.now());
      const expressions = bounds === null ? [] : schedulerExpressions(schedule.recurrence);
      for (const [place, suffix] of suffixes.entries()) {
        const expression = expressions[place];
        if (expression === undefined || bounds === null) await remove(settings, schedule.id + suffix);
        else await put(settings, schedule, { name: schedule.id + suffix, expression, bounds });
      }
    },
    kept: async () => {
      const { client, sdk } = await clients.scheduler();
      const ids = new Set<string>();
      let NextToken: string | undefined;
      do {
        const page: { Schedules?: { Name?: string }[]; NextToken?: string } = await client.send(
          new sdk.ListSchedulesCommand({ GroupName, NextToken }),
        );
        for (const { Name = '' } of page.Schedules ?? []) ids.add(Name.replace(/-2$/, ''));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return [...ids];
    },
  };
}

/** The same for those who may only forget. */
export function createSchedulerForgetter(settings: SchedulerForgetterSettings): Pick<Timer, 'forget'> {
  return {
    forget: async (id) => {
      for (const suffix of suffixes) await remove(settings, id + suffix);
    },
  };
}

async function remove({ clients, group: GroupName }: SchedulerForgetterSettings, Name: string): Promise<void> {
  const { client, sdk } = await clients.scheduler();
  await unless('ResourceNotFoundException', client.send(new sdk.DeleteScheduleCommand({ Name, GroupName })));
}

interface Put {
  name: string;
  expression: string;
  bounds: Bounds;
}

async function put(settings: SchedulerTimerSettings, schedule: KeptSchedule, { name, expression, bounds }: Put): Promise<void> {
  const { client, sdk } = await settings.clients.scheduler();
  const { recurrence, timezone, id } = schedule;
  const request = {
    Name: name,
    GroupName: settings.group,
    ScheduleExpression: expression,
    // An instant is written in UTC; only what repeats is read in the schedule's zone.
    ScheduleExpressionTimezone: recurrence.kind === 'at' ? 'UTC' : timezone,
    StartDate: bounds.start,
    EndDate: bounds.end,
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: settings.targetArn,
      RoleArn: settings.roleArn,
      Input: JSON.stringify({ scheduleId: id, slot: '<aws.scheduler.scheduled-time>' }),
      DeadLetterConfig: { Arn: settings.deadLetterArn },
      RetryPolicy: { MaximumEventAgeInSeconds: maxEventAgeSec },
    },
  } as const;
  try {
    const created = await unless('ConflictException', client.send(new sdk.CreateScheduleCommand(request)));
    if (!created) await client.send(new sdk.UpdateScheduleCommand(request));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationException')) throw error;
    throw new AppError('bad-request', `EventBridge Scheduler does not take this schedule: ${error.message}`);
  }
}

/** Whether it went well; false when it was refused under this name. */
async function unless(name: string, sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === name) return false;
    throw error;
  }
}
