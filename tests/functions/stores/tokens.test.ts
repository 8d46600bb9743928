import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { workingScopes } from '../../../core/schemas/token.ts';
import type { Scope } from '../../../core/schemas/token.ts';
import type { Actor } from '../../../functions/ports/identity.ts';
import { createTokens } from '../../../functions/stores/tokens.ts';
import { openTable } from '../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder('tokens');
const table = openTable(join(folder, 'runlet.db'));
afterAll(() => {
  table.close();
  rmSync(folder, { recursive: true });
});

let time = Date.parse('2026-01-01T00:00:00Z');
const now = () => new Date(time);
const tokens = createTokens({ table, now });
/** The same tokens as another process has them, which remembers on its own. */
const elsewhere = createTokens({ table, now });

function pass(seconds: number): void {
  time += seconds * 1000;
}

function actor(...scopes: Scope[]): Actor {
  return { id: 'tok_maker', name: 'maker', scopes };
}

const admin = actor('admin');

async function lastUse(id: string): Promise<string | null | undefined> {
  return (await tokens.list({ limit: 200 })).items.find((token) => token.id === id)?.lastUsedAt;
}

describe('a token', () => {
  it('is known by its secret, which is stored nowhere', async () => {
    const { token, id } = await tokens.create({ name: 'ci' }, admin);
    expect(token).toMatch(/^rlt_[A-Za-z0-9_-]{43}$/);
    expect(await tokens.actorOf(token)).toEqual({ id, name: 'ci', scopes: [...workingScopes] });
    const rows = (await table.query({ pk: 'TOKENS', limit: 1000 })).rows.map((row) => JSON.stringify(row));
    expect(rows.some((row) => row.includes(token))).toBe(false);
  });

  it('that was never made belongs to nobody', async () => {
    expect(await tokens.actorOf('rlt_unknown')).toBeNull();
  });

  it('works until it expires', async () => {
    const { token, expiresAt } = await tokens.create({ name: 'short', expiresInDays: 1 }, admin);
    expect(expiresAt).toBe(new Date(time + 86_400_000).toISOString());
    expect(await tokens.actorOf(token)).not.toBeNull();
    pass(86_400);
    expect(await tokens.actorOf(token)).toBeNull();
  });

  it('that is revoked stops at once here, and within five seconds elsewhere', async () => {
    const { token, id } = await tokens.create({ name: 'lost' }, admin);
    await elsewhere.actorOf(token);
    await tokens.revoke(id);
    expect(await tokens.actorOf(token)).toBeNull();
    pass(5);
    expect(await elsewhere.actorOf(token)).toBeNull();
    await expect(tokens.revoke(id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the use of a token', () => {
  it('is noted once settled, so that a function may stand still behind its answer', async () => {
    const { token, id } = await tokens.create({ name: 'used' }, admin);
    const fresh = createTokens({ table, now });
    await fresh.actorOf(token);
    await fresh.settled();
    expect(await lastUse(id)).toBe(new Date(time).toISOString());
  });
});

describe('a token made by a token', () => {
  it('can be given what its maker has', async () => {
    expect(await tokens.create({ name: 'x', scopes: ['runs:read'] }, actor('runs:read', 'tokens:write'))).toMatchObject({
      scopes: ['runs:read'],
    });
  });

  it('cannot be given more', async () => {
    await expect(tokens.create({ name: 'x', scopes: ['runs:read', 'admin'] }, actor('runs:read', 'tokens:write'))).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('admin'),
    });
  });

  it('gets by default no more than its maker has, and never nothing', async () => {
    expect(await tokens.create({ name: 'x' }, actor('runs:read', 'tokens:write'))).toMatchObject({ scopes: ['runs:read'] });
    await expect(tokens.create({ name: 'x' }, actor('tokens:write'))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the list of tokens', () => {
  it('is newest first, without secrets and hashes', async () => {
    const made = [await tokens.create({ name: 'one' }, admin), await tokens.create({ name: 'two' }, admin)];
    const { items } = await tokens.list({ limit: 2 });
    expect(items.map(({ id }) => id)).toEqual(made.map(({ id }) => id).toReversed());
    expect(Object.keys(items[0] ?? {}).toSorted()).toEqual(['createdAt', 'expiresAt', 'id', 'lastUsedAt', 'name', 'scopes']);
  });

  it('tells when a token was last used, to the minute', async () => {
    const { token, id } = await tokens.create({ name: 'used' }, admin);
    const first = now().toISOString();
    await tokens.actorOf(token);
    await vi.waitFor(async () => expect(await lastUse(id)).toBe(first), 10_000);
    pass(59);
    await tokens.actorOf(token);
    pass(1);
    await tokens.actorOf(token);
    await vi.waitFor(async () => expect(await lastUse(id)).toBe(now().toISOString()), 10_000);
  });
});
