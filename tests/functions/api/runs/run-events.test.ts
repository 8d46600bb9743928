import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { runEvents } from '../../../../functions/api/runs/run-events.ts';
import { givenApi } from '../given-api.ts';

const { call, edition } = givenApi();

afterEach(() => {
  vi.useRealTimers();
});

/** The events of a run that waits in the queue, one by one. */
async function givenFollower() {
  const { body } = await call('POST', '/v1/runs', { source: 'print(1)\n' });
  const { id } = z.object({ id: z.string() }).parse(body);
  const gone = new AbortController();
  const events = runEvents(edition().services, id, { last: { attempt: 1, seq: -1 }, signal: gone.signal });
  return { id, gone, next: async () => (await events.next()).value, isOver: async () => (await events.next()).done === true };
}

describe('the events of a run', () => {
  it('begin with its status, whatever it is', async () => {
    const { id, next } = await givenFollower();
    expect(await next()).toMatchObject({ event: { type: 'status', data: { id, status: 'QUEUED' } } });
  });

  it('tell each progress once', async () => {
    const { id, next } = await givenFollower();
    const { runs } = edition().services.stores;
    const progress = { at: '2026-01-01T00:00:00.000Z', fraction: 0.25, message: 'a quarter' };
    await next();
    await runs.progress(id, progress);
    expect(await next()).toEqual({ event: { type: 'progress', data: progress } });
    await runs.progress(id, { ...progress, fraction: 0.5 });
    expect(await next()).toMatchObject({ event: { data: { fraction: 0.5 } } });
  });

  it('keep the line alive while nothing happens', async () => {
    const { next } = await givenFollower();
    await next();
    const coming = next();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15_000 });
    expect(await coming).toEqual({ comment: 'still here' });
  });

  it('stop when the caller is gone', async () => {
    const { next, gone, isOver } = await givenFollower();
    await next();
    gone.abort();
    expect(await isOver()).toBe(true);
  });

  it('end with the run, its last status first', async () => {
    const { id, next, isOver } = await givenFollower();
    await next();
    await edition().services.stores.runs.cancel(id, null);
    expect(await next()).toMatchObject({ event: { type: 'status', data: { status: 'CANCELED' } } });
    expect(await next()).toMatchObject({ event: { type: 'end', data: { id, status: 'CANCELED' } } });
    expect(await isOver()).toBe(true);
  });
});
