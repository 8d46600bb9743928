import { describe, expect, it } from 'vitest';
import { givenScript, givenStores, saving } from './given-stores.ts';

const stores = givenStores();
const { code, scripts, versions, table } = stores;

describe('a script', () => {
  it('is found by name and by id', async () => {
    const name = await givenScript(stores);
    const { body } = await scripts.require(name);
    expect((await scripts.require(body.id)).body).toEqual(body);
    expect(body).toMatchObject({ name, live: 1, latest: 1, description: null, labels: [] });
  });

  it('of a name that is taken is refused, and nothing of it is kept', async () => {
    const name = await givenScript(stores);
    await expect(givenScript(stores, 'x = 2', { name })).rejects.toMatchObject({
      code: 'name-taken',
      fields: [{ field: 'name', got: name }],
    });
    expect((await versions.list(name, {})).items).toHaveLength(1);
  });

  it('is made once when two make it at the same time', async () => {
    const outcomes = await Promise.allSettled([1, 2].map(async (n) => await givenScript(stores, `x = ${n}`, { name: 'contested' })));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('with an override that is no schema is refused at its field', async () => {
    const taken = await code.take({ source: 'x = 1' });
    await expect(scripts.create({ name: 'odd', inputOverride: { properties: 5 } }, taken, saving)).rejects.toMatchObject({
      code: 'bad-request',
      fields: [{ field: 'inputOverride.properties' }],
    });
  });

  it.each(['nobody', 'scr_01JH7Q3V9ZK4M2N8P6R5S1T0WX'])('that does not exist is not found: %s', async (name) => {
    await expect(scripts.require(name)).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining(name) });
  });
});

describe('changing a script', () => {
  it('leaves what is not named', async () => {
    const name = await givenScript(stores, 'x = 1', { labels: ['a'] });
    await scripts.update(name, { description: 'What it does' });
    expect(await scripts.update(name, { labels: ['b'] })).toMatchObject({ description: 'What it does', labels: ['b'], live: 1 });
    expect(await scripts.update(name, { description: null })).toMatchObject({ description: null });
  });

  it('by nothing leaves it untouched', async () => {
    const name = await givenScript(stores);
    const before = await scripts.require(name);
    await scripts.update(name, { description: undefined });
    expect(await scripts.require(name)).toEqual(before);
  });

  it('renames it everywhere at once, and frees the old name', async () => {
    const name = await givenScript(stores, 'x = 1', { name: 'old-name' });
    const { id } = await scripts.update(name, { name: 'new-name' });
    expect((await scripts.require('new-name')).body.id).toBe(id);
    expect(await scripts.find('old-name')).toBeNull();
    expect((await scripts.list({ prefix: 'old-name' })).items).toEqual([]);
    expect((await versions.require('new-name', 1)).version.script).toBe('new-name');
    await givenScript(stores, 'x = 1', { name: 'old-name' });
  });

  it('to a name that is taken changes nothing', async () => {
    const [one, two] = [await givenScript(stores), await givenScript(stores)];
    await expect(scripts.update(one, { name: two, description: 'lost' })).rejects.toMatchObject({ code: 'name-taken' });
    expect((await scripts.require(one)).body.description).toBeNull();
  });

  it('by several at once loses no change', async () => {
    const name = await givenScript(stores);
    await Promise.all([
      scripts.update(name, { description: 'd' }),
      scripts.update(name, { labels: ['l'] }),
      scripts.update(name, { inputOverride: { title: 't' } }),
    ]);
    expect((await scripts.require(name)).body).toMatchObject({ description: 'd', labels: ['l'], inputOverride: { title: 't' } });
  });
});

describe('deleting a script', () => {
  it('frees its name and takes its versions along', async () => {
    const name = await givenScript(stores);
    const { id } = (await scripts.require(name)).body;
    await scripts.remove(name);
    expect(await scripts.find(name)).toBeNull();
    expect((await table.query({ pk: `SCR#${id}`, limit: 10 })).rows).toEqual([]);
    expect((await scripts.list({ prefix: name })).items).toEqual([]);
  });

  it('while versions are saved leaves none of them behind', async () => {
    const name = await givenScript(stores);
    const { id } = (await scripts.require(name)).body;
    const saves = [1, 2, 3].map(async (n) => await versions.create(id, await code.take({ source: `x = "race ${n}"` }), saving));
    await Promise.allSettled([...saves, scripts.remove(name)]);
    expect((await table.query({ pk: `SCR#${id}`, limit: 10 })).rows).toEqual([]);
  });

  it('twice is not found', async () => {
    const name = await givenScript(stores);
    await scripts.remove(name);
    await expect(scripts.remove(name)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the list of scripts', () => {
  it('is by name, page by page, with prefix and label', async () => {
    for (const n of [3, 1, 2, 4]) await givenScript(stores, 'x = 1', { name: `listed-${n}`, labels: n % 2 === 0 ? ['even'] : [] });
    const first = await scripts.list({ prefix: 'listed-', limit: 3 });
    const rest = await scripts.list({ prefix: 'listed-', limit: 3, cursor: first.nextCursor ?? undefined });
    expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(['listed-1', 'listed-2', 'listed-3', 'listed-4']);
    expect((await scripts.list({ prefix: 'listed-', label: 'even', limit: 2 })).items.map(({ name }) => name)).toEqual([
      'listed-2',
      'listed-4',
    ]);
  });
});
