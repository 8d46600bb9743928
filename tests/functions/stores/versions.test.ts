import { describe, expect, it } from 'vitest';
import { givenScript, givenStores, saving } from './given-stores.ts';

const stores = givenStores();
const { code, scripts, versions } = stores;

async function save(name: string, source: string, more: { promote?: boolean } = {}): Promise<number> {
  return (await versions.create(name, await code.take({ source }), { ...saving, ...more })).version;
}

async function liveOf(name: string): Promise<number | null> {
  return (await scripts.require(name)).body.live;
}

describe('versions', () => {
  it('are numbered from 1, and the newest is live', async () => {
    const name = await givenScript(stores, 'x = 1');
    expect([await save(name, 'x = 2'), await save(name, 'x = 3')]).toEqual([2, 3]);
    expect(await liveOf(name)).toBe(3);
  });

  it('of the same content are one version, which saving makes live again', async () => {
    const name = await givenScript(stores, 'x = 1');
    await save(name, 'x = 2');
    expect(await save(name, 'x = 1')).toBe(1);
    expect((await scripts.require(name)).body).toMatchObject({ live: 1, latest: 2 });
  });

  it('of the same files with another entry are two versions', async () => {
    const files = { 'a.py': 'x = 1', 'b.py': 'x = 2' };
    const { script } = await scripts.create({ name: 'two-entries' }, await code.take({ files, entry: 'a.py' }), saving);
    expect(await versions.create(script.id, await code.take({ files, entry: 'b.py' }), saving)).toMatchObject({
      version: 2,
      entry: 'b.py',
    });
  });

  it('do not become live when that was not wanted', async () => {
    const name = await givenScript(stores);
    expect(await save(name, 'x = 2', { promote: false })).toBe(2);
    expect(await liveOf(name)).toBe(1);
  });

  it('can be promoted and rolled back to', async () => {
    const name = await givenScript(stores);
    await save(name, 'x = 2');
    expect(await versions.promote(name, 1)).toMatchObject({ live: 1, latest: 2 });
    expect((await versions.require(name, 'live')).version.version).toBe(1);
  });

  it('that do not exist are refused with those that do', async () => {
    const name = await givenScript(stores);
    for (const attempt of [versions.require(name, 7), versions.promote(name, 7)]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'no-version',
        message: expect.stringContaining('has no version 7; it has 1 to 1'),
      });
    }
  });

  it('are listed newest first, page by page', async () => {
    const name = await givenScript(stores, 'x = 0');
    for (const n of [1, 2, 3]) await save(name, `x = ${n}`);
    const first = await versions.list(name, { limit: 3 });
    const second = await versions.list(name, { limit: 3, cursor: first.nextCursor ?? undefined });
    expect([first, second].map(({ items }) => items.map(({ version }) => version))).toEqual([[4, 3, 2], [1]]);
  });
});

describe('versions saved at once', () => {
  it('by twenty callers get twenty numbers without a gap', async () => {
    const name = await givenScript(stores, 'x = "first"');
    const numbers = await Promise.all(Array.from({ length: 20 }, async (_, n) => await save(name, `x = ${n}`)));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
    expect((await scripts.require(name)).body.latest).toBe(21);
  });

  it('with one content get one number', async () => {
    const name = await givenScript(stores, 'x = "before"');
    const numbers = await Promise.all(Array.from({ length: 20 }, async () => await save(name, 'x = "same"')));
    expect(new Set(numbers)).toEqual(new Set([2]));
  });
});

describe('the input schema of a version', () => {
  const source = 'def main(city: str, days: int = 7):\n    return city\n';

  it('carries the override of its script, through new versions too', async () => {
    const inputOverride = { properties: { days: { maximum: 30 } }, required: ['city', 'days'] };
    const { script } = await scripts.create({ name: 'overridden', inputOverride }, await code.take({ source }), saving);
    await save(script.name, source.replace('days: int = 7', 'days: int = 3, unit: str = "C"'));
    const { inputSchema } = await versions.require(script.name, 'live');
    expect(inputSchema).toMatchObject({
      required: ['city', 'days'],
      properties: { days: { type: 'integer', default: 3, maximum: 30 }, unit: { type: 'string' } },
    });
  });

  it('goes back to what the code says when the override is taken away', async () => {
    const name = await givenScript(stores, source);
    await scripts.update(name, { inputOverride: { required: [] } });
    await scripts.update(name, { inputOverride: null });
    expect((await versions.require(name, 'live')).inputSchema?.required).toEqual(['city']);
  });

  it('comes with how input becomes argv, which the API does not tell', async () => {
    const name = await givenScript(
      stores,
      'import argparse\np = argparse.ArgumentParser()\np.add_argument("--count", type=int)\np.parse_args()\n',
    );
    const found = await versions.require(name, 'live');
    expect(found.argv).toMatchObject([{ name: 'count' }]);
    expect(found.version).not.toHaveProperty('argv');
  });
});
