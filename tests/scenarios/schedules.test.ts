import { expect } from 'vitest';
import type { Client } from '../../client/index.ts';
import type { CreateScheduleBody, Schedule, Slot } from '../../core/schemas/schedule.ts';
import { scenario } from './scenario.ts';
import type { Edition } from './scenario.ts';
import { ended, expectSentence, logOf } from './stories.ts';

const slotReader = 'import os\nimport runlet\nprint(os.environ.get("RUNLET_SLOT"), runlet.slot())\n';
const hourMs = 3_600_000;

/** A saved script under a name that no other story has. */
async function givenScript({ runlet, name }: Edition, source = slotReader): Promise<string> {
  const script = `scheduled-${name}-${Math.random().toString(36).slice(2)}`;
  await runlet.createScript({ body: { name: script, source } });
  return script;
}

async function givenSchedule(edition: Edition, body: Partial<CreateScheduleBody> = {}): Promise<Schedule> {
  const script = body.script ?? (await givenScript(edition));
  const timing = body.rate === undefined && body.at === undefined ? { cron: '0 3 * * *' } : {};
  return edition.runlet.createSchedule({ body: { ...timing, ...body, script } });
}

/** A schedule for one instant of which all that is done before it comes was done in time; on a machine that was too slow, all of it anew for a later one. */
async function givenSoon(edition: Edition, before = async (_made: Schedule): Promise<void> => {}): Promise<Schedule & { at: string }> {
  for (let aheadMs = 3000; ; aheadMs *= 2) {
    const script = await givenScript(edition);
    const at = new Date(Math.ceil((Date.now() + aheadMs) / 1000) * 1000).toISOString();
    const isOver = () => Date.now() >= Date.parse(at);
    const made = await givenSchedule(edition, { script, at }).catch((error: unknown) => {
      if (!isOver()) throw error;
      return null;
    });
    if (made !== null) await before(made);
    if (made !== null && !isOver()) return { ...made, at };
  }
}

/** Every day at an hour that is about half a day from now, so that no slot comes due while a story is told; `days` before the last such slot. */
function givenDaily(): { cron: string; slot: (days: number) => Date } {
  const far = new Date(Date.now() - 12 * hourMs);
  const last = far.setUTCMinutes(0, 0, 0);
  return { cron: `0 ${new Date(last).getUTCHours()} * * *`, slot: (days) => new Date(last - days * 24 * hourMs) };
}

/** The first slot of a schedule that has any. */
async function firstSlot(runlet: Client, schedule: string): Promise<Slot> {
  for (;;) {
    const [slot] = (await runlet.listSlots({ params: { schedule }, query: {} })).items;
    if (slot) return slot;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

scenario('a schedule tells its next five fires, is found in the list, and changes from now on', async (edition) => {
  const { runlet } = edition;
  const made = await givenSchedule(edition, { cron: '30 6 * * mon-fri', timezone: 'Europe/Berlin', description: 'morning sums' });
  expect(made).toMatchObject({
    status: 'active',
    cron: '30 6 * * mon-fri',
    version: 'live',
    overlap: 'skip',
    catchUp: 'none',
    lastSlot: null,
  });
  expect(made.nextFires).toHaveLength(5);
  expect(made.nextFires).toEqual(made.nextFires.toSorted());
  expect(made.estimate.runsPerMonth).toBeGreaterThan(19);
  expectSentence(made.estimate.message);
  const params = { schedule: made.id };
  expect(await runlet.getSchedule({ params })).toEqual(made);
  const { items } = await runlet.listSchedules({ query: { script: made.script } });
  expect(items).toEqual([made]);
  const changed = await runlet.updateSchedule({ params, body: { rate: '2 hours', description: null } });
  expect(changed).toMatchObject({ cron: null, rate: '2 hours', description: null, timezone: 'Europe/Berlin' });
  const [first = '', second = ''] = changed.nextFires;
  expect(Date.parse(second) - Date.parse(first)).toBe(2 * hourMs);
});

scenario('a schedule is paused, resumed and removed, and its runs stay', async (edition) => {
  const { runlet } = edition;
  const { id, script } = await givenSchedule(edition);
  const params = { schedule: id };
  expect(await runlet.pauseSchedule({ params })).toMatchObject({ status: 'paused' });
  expect((await runlet.listSchedules({ query: { script, status: 'paused' } })).items).toHaveLength(1);
  expect(await runlet.resumeSchedule({ params })).toMatchObject({ status: 'active' });
  const run = await ended(runlet, await runlet.runSchedule({ params, query: { wait: 25 } }));
  await runlet.deleteSchedule({ params });
  await expect(runlet.getSchedule({ params })).rejects.toMatchObject({ status: 404, code: 'not-found' });
  expect((await runlet.listSchedules({ query: { script } })).items).toEqual([]);
  expect(await runlet.getRun({ params: { run: run.id } })).toMatchObject({ status: 'SUCCEEDED' });
});

scenario('a schedule that is run now runs for no slot, and the run says by whom and for which schedule', async (edition) => {
  const { runlet } = edition;
  const { id } = await givenSchedule(edition, { paused: true });
  const run = await ended(runlet, await runlet.runSchedule({ params: { schedule: id }, query: { wait: 25 } }));
  expect(run).toMatchObject({ status: 'SUCCEEDED', trigger: { kind: 'schedule', schedule: id, cause: 'run-now' } });
  expect((await logOf(runlet, run.id)).map(({ text }) => text)).toEqual(['None None']);
  expect((await runlet.listSlots({ params: { schedule: id }, query: {} })).items).toEqual([]);
});

scenario('what is due once a moment ahead runs then, and reads its slot', async (edition) => {
  // The emulator's Scheduler looks once a minute and reads no time zones; what it fires is told in tests/aws.
  if (edition.name === 'aws') return;
  const { runlet } = edition;
  const { id, at } = await givenSoon(edition);
  const slot = await firstSlot(runlet, id);
  expect(slot).toMatchObject({ slot: at, state: 'ran', why: null, cause: 'due', count: 1, until: null });
  const run = await ended(runlet, await runlet.getRun({ params: { run: slot.run ?? '' }, query: { wait: 25 } }));
  expect(run).toMatchObject({ status: 'SUCCEEDED', trigger: { kind: 'schedule', schedule: id, slot: at, cause: 'due' } });
  expect(Date.parse(run.createdAt) - Date.parse(at)).toBeGreaterThanOrEqual(0);
  const [line] = await logOf(runlet, run.id);
  expect(line?.text.startsWith(`${at} `)).toBe(true);
  expect(await runlet.getSchedule({ params: { schedule: id } })).toMatchObject({ status: 'ended', nextFires: [], lastSlot: { slot: at } });
});

scenario('a stretch of the past is run slot by slot, after it was shown what that would be', async (edition) => {
  const { runlet } = edition;
  const daily = givenDaily();
  const { id } = await givenSchedule(edition, { cron: daily.cron });
  const wanted = [3, 2, 1].map((days) => daily.slot(days).toISOString());
  const stretch = { from: daily.slot(3).toISOString(), to: daily.slot(0).toISOString() };
  const dry = await runlet.backfillSchedule({ params: { schedule: id }, body: { ...stretch, dryRun: true } });
  expect(dry).toMatchObject({ dryRun: true, runs: 3, slots: wanted.map((slot) => ({ slot, run: null, skipped: null })) });
  expect((await runlet.listSlots({ params: { schedule: id }, query: {} })).items).toEqual([]);
  const real = await runlet.backfillSchedule({ params: { schedule: id }, body: stretch });
  expect(real).toMatchObject({ dryRun: false, runs: 3 });
  for (const { slot, run } of real.slots) {
    const done = await ended(runlet, await runlet.getRun({ params: { run: run ?? '' }, query: { wait: 25 } }));
    expect(done).toMatchObject({ status: 'SUCCEEDED', trigger: { slot, cause: 'backfill' } });
    expect((await logOf(runlet, done.id))[0]?.text).toContain(slot);
  }
  const again = await runlet.backfillSchedule({ params: { schedule: id }, body: stretch });
  expect(again.runs).toBe(0);
  for (const { skipped } of again.slots) expect(skipped).toMatch(/has run as run_.*`again` runs it once more/);
});

scenario('a script that says no at its slot leaves a row that says so', async (edition) => {
  const { runlet } = edition;
  const script = await givenScript(edition, 'def trigger():\n    return False\n\nprint("never")\n');
  const daily = givenDaily();
  const { id } = await givenSchedule(edition, { script, cron: daily.cron });
  const body = { from: daily.slot(1).toISOString(), to: daily.slot(0).toISOString() };
  const { slots } = await runlet.backfillSchedule({ params: { schedule: id }, body });
  const run = await ended(runlet, await runlet.getRun({ params: { run: slots[0]?.run ?? '' }, query: { wait: 25 } }));
  expect(run).toMatchObject({ status: 'SKIPPED', reason: 'trigger-declined' });
  await expect.poll(() => firstSlot(runlet, id), { timeout: 50_000 }).toMatchObject({ state: 'skipped', why: 'declined', run: run.id });
});

scenario('the same request with the same key makes one schedule', async (edition) => {
  const script = await givenScript(edition);
  const key = `key-${Math.random()}`;
  const create = (cron: string) =>
    edition.ask('/v1/schedules', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ script, cron }),
    });
  const [first, second, other] = [await create('0 3 * * *'), await create('0 3 * * *'), await create('0 4 * * *')];
  expect([first.status, second.status, other.status]).toEqual([201, 201, 409]);
  expect(await second.json()).toEqual(await first.json());
  expect((await edition.runlet.listSchedules({ query: { script } })).items).toHaveLength(1);
});

scenario('a slot whose script was deleted has a row that says why it was not run', async (edition) => {
  // What Scheduler fires late on the emulator is told in tests/aws; a deleted script's slot is the same rows there.
  if (edition.name === 'aws') return;
  const { runlet } = edition;
  const { id, at } = await givenSoon(edition, ({ script }) => runlet.deleteScript({ params: { script } }));
  const slot = await firstSlot(runlet, id);
  expect(slot).toMatchObject({ slot: at, state: 'missed', why: 'target-failed', run: null });
  expectSentence(slot.message);
});
