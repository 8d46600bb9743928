import { expect, test } from 'vitest';
import type { CreateScheduleBody, Schedule, Slot } from '../../../core/schemas/schedule.ts';
import { ended } from '../../scenarios/stories.ts';
import { deployed } from '../harness/deployed.ts';
import { playScheduler } from './played-scheduler.ts';

const installation = deployed();
const { runlet } = installation;
const scheduler = playScheduler(installation);

let made = 0;

/** A script that tells the slot for which it runs, and a schedule of it that first comes due within so many seconds and then each hour. */
async function given(more: Partial<CreateScheduleBody> = {}, inSec = 20): Promise<{ schedule: Schedule; slot: Date; script: string }> {
  const script = `due-${process.pid}-${++made}`;
  await runlet.createScript({ body: { name: script, source: 'import os\nprint(os.environ["RUNLET_SLOT"])\n' } });
  const slot = new Date(Math.ceil(Date.now() / 1000 + inSec) * 1000);
  const schedule = await runlet.createSchedule({ body: { script, rate: '1 hour', start: slot.toISOString(), ...more } });
  return { schedule, slot, script };
}

async function slotsOf({ id }: Schedule): Promise<Slot[]> {
  return (await runlet.listSlots({ params: { schedule: id }, query: {} })).items;
}

async function onlySlot(schedule: Schedule): Promise<Slot> {
  const [slot, ...more] = await slotsOf(schedule);
  expect(more).toEqual([]);
  if (slot === undefined) throw new Error('There is no row.');
  return slot;
}

test('what Scheduler is told names the zone, the group, the function, the role and the queue, and where the slot belongs', async () => {
  const { script } = await given();
  const { id } = await runlet.createSchedule({
    body: { script, cron: '30 2 1 * mon', timezone: 'Europe/Berlin', end: '2040-01-01T00:00:00Z' },
  });
  const [byDate, byWeekday] = [await scheduler.kept(id), await scheduler.kept(`${id}-2`)];
  expect(byDate).toMatchObject({
    GroupName: await scheduler.named('SchedulesGroup'),
    ScheduleExpression: 'cron(30 2 1 * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
  });
  expect((await runlet.listSchedules({ query: {} })).items.map((one) => one.id)).toContain(id);
  expect(byWeekday?.ScheduleExpression).toBe('cron(30 2 ? * 2 *)');
  expect(byDate?.Target).toMatchObject({
    Arn: expect.stringContaining(`:function:${await scheduler.named('FunctionsfireFunction')}`),
    RoleArn: expect.stringContaining(`:role/${await scheduler.named('SchedulesRole')}`),
    DeadLetterConfig: { Arn: expect.stringMatching(/^arn:aws:sqs:/) },
    RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
  });
  expect(JSON.parse(byDate?.Target?.Input ?? '')).toEqual({ scheduleId: id, slot: '<aws.scheduler.scheduled-time>' });
  await runlet.deleteSchedule({ params: { schedule: id } });
  expect([await scheduler.kept(id), await scheduler.kept(`${id}-2`)]).toEqual([null, null]);
});

test('a due time runs the script once, told its slot, though it is called for again and again, and at once', async () => {
  // With rules of its own, so that its code is read again when it comes due.
  const { schedule, slot } = await given({ allowedImports: ['os'] });
  await Promise.all(Array.from({ length: 5 }, () => scheduler.call(schedule.id, slot)));
  await scheduler.call(schedule.id, slot);
  const row = await onlySlot(schedule);
  expect(row).toMatchObject({ slot: slot.toISOString(), state: 'ran', cause: 'due' });
  const run = await ended(runlet, await runlet.getRun({ params: { run: row.run ?? '' } }));
  expect(run).toMatchObject({ status: 'SUCCEEDED', trigger: { kind: 'schedule', schedule: schedule.id } });
  const { items } = await runlet.listLogs({ params: { run: run.id }, query: {} });
  expect(items.map(({ text }) => text)).toEqual([slot.toISOString()]);
  await expect.poll(async () => (await onlySlot(schedule)).runStatus, { timeout: 90_000 }).toBe('SUCCEEDED');
});

test('a paused schedule leaves a row that says so, and one that was removed leaves no further one and is forgotten', async () => {
  const { schedule, slot } = await given();
  await runlet.pauseSchedule({ params: { schedule: schedule.id } });
  await scheduler.call(schedule.id, slot);
  expect(await onlySlot(schedule)).toMatchObject({ state: 'skipped', why: 'paused', run: null });
  await runlet.deleteSchedule({ params: { schedule: schedule.id } });
  await scheduler.invoke('fire', { scheduleId: schedule.id, slot: slot.toISOString() });
  expect(await onlySlot(schedule)).toMatchObject({ state: 'skipped', why: 'paused', run: null });
});

test('a script that is gone is told in the row, and the call is not tried again', async () => {
  const { schedule, slot, script } = await given();
  await runlet.deleteScript({ params: { script } });
  await scheduler.call(schedule.id, slot);
  const row = await onlySlot(schedule);
  expect(row).toMatchObject({ state: 'missed', why: 'target-failed', run: null });
  expect(row.message).toMatch(/^[A-Z].+\.$/);
});

test('a schedule of one due time is forgotten once it has come', async () => {
  const at = new Date(Math.ceil(Date.now() / 1000 + 45) * 1000);
  const { script } = await given();
  const schedule = await runlet.createSchedule({ body: { script, at: at.toISOString() } });
  expect(await scheduler.kept(schedule.id)).toMatchObject({ ScheduleExpression: `at(${at.toISOString().slice(0, 19)})` });
  await scheduler.call(schedule.id, at);
  expect(await onlySlot(schedule)).toMatchObject({ slot: at.toISOString(), state: 'ran' });
  expect(await scheduler.kept(schedule.id)).toBeNull();
});

test('a due time of which nothing was heard is run late by the sweep, and told as overdue', { timeout: 420_000 }, async () => {
  const { schedule, slot } = await given({}, 2);
  await expect.poll(() => slotsOf(schedule), { timeout: 360_000, interval: 5000 }).toHaveLength(1);
  const row = await onlySlot(schedule);
  expect(row).toMatchObject({ slot: slot.toISOString(), state: 'ran', cause: 'late' });
  expect(Date.parse(row.decidedAt) - slot.getTime()).toBeGreaterThan(120_000);
});

/** As Lambda hands over what lay in the queue. */
const batch = (...messages: { body: unknown; attributes?: Record<string, string> }[]) => ({
  Records: messages.map(({ body, attributes = {} }, place) => ({
    messageId: String(place),
    body: JSON.stringify(body),
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }]),
    ),
  })),
});

test('what Scheduler and Lambda gave up becomes rows; what is neither stays in the queue', async () => {
  const [refused, failed] = [await given(), await given()];
  const answer = await scheduler.invoke(
    'undelivered',
    batch(
      {
        body: { scheduleId: refused.schedule.id, slot: refused.slot.toISOString() },
        attributes: { ERROR_CODE: 'AWS.Lambda.TooManyRequestsException', ERROR_MESSAGE: 'Rate exceeded' },
      },
      { body: { hello: 1 } },
      {
        body: {
          requestContext: { condition: 'RetriesExhausted' },
          requestPayload: { scheduleId: failed.schedule.id, slot: failed.slot.toISOString() },
          responsePayload: { errorType: 'no-capacity', errorMessage: 'The table was away.' },
        },
      },
    ),
  );
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  for (const { schedule } of [refused, failed]) expect(await onlySlot(schedule)).toMatchObject({ state: 'ran', cause: 'late' });
});

test('what lies in the queue itself is taken from there and becomes a row', async () => {
  const { schedule, slot } = await given();
  const QueueUrl = await scheduler.named('UndeliveredQueue');
  const MessageBody = JSON.stringify({ scheduleId: schedule.id, slot: slot.toISOString().replace('.000', '') });
  await fetch(installation.emulator, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: JSON.stringify({ QueueUrl, MessageBody }),
  });
  await expect.poll(() => slotsOf(schedule), { timeout: 60_000, interval: 500 }).toHaveLength(1);
  expect(await onlySlot(schedule)).toMatchObject({ state: 'ran', cause: 'late' });
});
