import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { configuration } from './configuration.ts';
import type { ClientSettings } from './configuration.ts';

export { CreateScheduleCommand, UpdateScheduleCommand, DeleteScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';

/** The client of the schedules. */
export function open(settings: ClientSettings): SchedulerClient {
  return new SchedulerClient(configuration(settings, 10_000));
}
