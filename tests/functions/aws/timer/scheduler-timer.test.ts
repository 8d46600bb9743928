import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { createSchedulerTimer } from '../../../../functions/aws/timer/scheduler-timer.ts';
import type { KeptSchedule, Timer } from '../../../../functions/ports/timer.ts';
import { fault, ok, startRecorder } from '../aws-recorder.ts';
import type { Answer, AwsRecorder } from '../aws-recorder.ts';

const id = 'sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX';
const arn = (what: string) => `arn:aws:${what}:eu-west-1:123456789012`;
const names = {
  targetArn: `${arn('lambda')}:function:fire`,
  roleArn: `${arn('iam')}:role/calls`,
  deadLetterArn: `${arn('sqs')}:undelivered`,
};
const now = new Date('2026-03-01T12:00:30Z');
const [first, second] = [`/schedules/${id}`, `/schedules/${id}-2`];

let aws: AwsRecorder;
let timer: Timer;
beforeEach(async () => {
  aws = await startRecorder();
  timer = createSchedulerTimer({ clients: aws.clients, group: 'group', ...names, now: () => now });
  for (const path of [first, second]) {
    aws.answers(`POST ${path}`, ok({ ScheduleArn: 'arn' }));
    aws.answers(`PUT ${path}`, ok({ ScheduleArn: 'arn' }));
  }
});
afterEach(() => aws.close());

const schedule = (more: Partial<KeptSchedule> = {}): KeptSchedule => ({
  id,
  recurrence: { kind: 'cron', cron: '30 2 * * *' },
  timezone: 'Europe/Berlin',
  ...more,
});
const seconds = (text: string) => Date.parse(text) / 1000;

test('what is kept names the group, the function, the role, the queue of what was not delivered, and has the slot filled in by Scheduler', async () => {
  givenDeletes(fault('ResourceNotFoundException'));
  await timer.keep(schedule());
  expect(aws.sent(`POST ${first}`)).toEqual([
    expect.objectContaining({
      GroupName: 'group',
      ScheduleExpression: 'cron(30 2 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: names.targetArn,
        RoleArn: names.roleArn,
        Input: JSON.stringify({ scheduleId: id, slot: '<aws.scheduler.scheduled-time>' }),
        DeadLetterConfig: { Arn: names.deadLetterArn },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
      },
    }),
  ]);
});

test('a call that was throttled is sent again', async () => {
  givenDeletes(ok());
  aws.answers(`POST ${first}`, fault('ThrottlingException', 'too many', {}, 429), ok({ ScheduleArn: 'arn' }));
  await timer.keep(schedule());
  expect(aws.sent(`POST ${first}`)).toHaveLength(2);
});

test('what is kept already is replaced', async () => {
  givenDeletes(ok());
  aws.answers(`POST ${first}`, fault('ConflictException', 'it is there', {}, 409));
  await timer.keep(schedule());
  expect(aws.sent(`PUT ${first}`)).toMatchObject([{ ScheduleExpression: 'cron(30 2 * * ? *)' }]);
});

test('a rate is counted from the next point of its own grid, because Scheduler refuses a start date that is long past', async () => {
  givenDeletes(ok());
  await timer.keep(schedule({ recurrence: { kind: 'rate', everySec: 600 }, start: new Date('2026-01-01T00:05:00Z') }));
  expect(aws.sent(`POST ${first}`)).toMatchObject([{ ScheduleExpression: 'rate(10 minutes)', StartDate: seconds('2026-03-01T12:05:00Z') }]);
});

test.each([
  ['one that is still to come stays', '2026-04-01T00:00:00Z', seconds('2026-04-01T00:00:00Z')],
  ['one that is past is left out', '2026-02-01T00:00:00Z', undefined],
])('of the start of a cron expression %s', async (_what, start, told) => {
  givenDeletes(ok());
  await timer.keep(schedule({ start: new Date(start), end: new Date('2027-01-01T00:00:00Z') }));
  const [body] = aws.sent(`POST ${first}`);
  expect(body).toMatchObject({ EndDate: seconds('2027-01-01T00:00:00Z') });
  expect(z.object({ StartDate: z.number().optional() }).parse(body).StartDate).toBe(told);
});

test('an instant is told in UTC, whatever the zone, and bounded by nothing', async () => {
  givenDeletes(ok());
  await timer.keep(schedule({ recurrence: { kind: 'at', at: new Date('2026-03-01T13:00:00Z') }, start: new Date(0) }));
  expect(aws.sent(`POST ${first}`)).toMatchObject([
    { ScheduleExpression: 'at(2026-03-01T13:00:00)', ScheduleExpressionTimezone: 'UTC', ActionAfterCompletion: 'DELETE' },
  ]);
  expect(aws.sent(`POST ${first}`)[0]).not.toHaveProperty('StartDate');
});

test.each<[string, Partial<KeptSchedule>]>([
  ['whose end is past', { end: new Date('2026-02-01T00:00:00Z') }],
  ['whose instant is past', { recurrence: { kind: 'at', at: new Date('2026-03-01T12:00:00Z') } }],
  [
    'whose next point lies behind its end',
    { recurrence: { kind: 'rate', everySec: 3600 }, start: new Date('2026-03-01T12:00:00Z'), end: new Date('2026-03-01T13:00:00Z') },
  ],
])('a schedule %s is not kept', async (_what, more) => {
  givenDeletes(ok());
  await timer.keep(schedule(more));
  expect(aws.requests.map(({ action }) => action.split(' ')[0])).toEqual(['DELETE', 'DELETE']);
});

test('what both day fields name is two schedules, and one again when it is changed back', async () => {
  givenDeletes(ok());
  await timer.keep(schedule({ recurrence: { kind: 'cron', cron: '0 8 1 * mon' } }));
  expect([aws.sent(`POST ${first}`), aws.sent(`POST ${second}`)]).toMatchObject([
    [{ ScheduleExpression: 'cron(0 8 1 * ? *)' }],
    [{ ScheduleExpression: 'cron(0 8 ? * 2 *)' }],
  ]);
  await timer.keep(schedule());
  expect(aws.requests.at(-1)?.action).toBe(`DELETE ${second}`);
});

test('what is forgotten is removed, also when it was not kept', async () => {
  givenDeletes(fault('ResourceNotFoundException', 'not there', {}, 404));
  await timer.forget(id);
  expect(aws.requests.map(({ action }) => action)).toEqual([`DELETE ${first}`, `DELETE ${second}`]);
});

test("what Scheduler's own rules refuse is told in a sentence, and any other fault as it is", async () => {
  givenDeletes(ok());
  aws.answers(`POST ${first}`, fault('ValidationException', 'Invalid timezone'));
  await expect(timer.keep(schedule())).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('Invalid timezone') });
  aws.answers(`POST ${first}`, fault('AccessDeniedException', 'not allowed'));
  await expect(timer.keep(schedule())).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

function givenDeletes(answer: Answer): void {
  for (const path of [first, second]) aws.answers(`DELETE ${path}`, answer);
}
