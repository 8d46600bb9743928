import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Secrets } from '../../functions/ports/secrets.ts';

export interface SecretsUnderTest {
  secrets: Secrets;
  close(): void | Promise<void>;
}

/** What every store of secrets must do, whatever it stands on. */
export function secretsContract(name: string, open: () => SecretsUnderTest | Promise<SecretsUnderTest>): void {
  describe(`Secrets: ${name}`, () => {
    let opened: SecretsUnderTest;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened.close();
    });
    values(() => opened.secrets);
    refusals(() => opened.secrets);
  });
}

function values(secrets: () => Secrets): void {
  it.each([
    'x',
    ' two lines\n and blanks\t ',
    '{{ssm:other}} {{}}',
    'base64:not so',
    'pässwörd \u{1F511}',
    'a'.repeat(4096),
    '{"json": "$&\\\\"}',
  ])('gives back what was put: %j', async (value) => {
    await secrets().put('given-back', value);
    expect(await secrets().get('given-back')).toBe(value);
  });
  it('replaces a value', async () => {
    for (const value of ['old', 'new']) await secrets().put('replaced', value);
    expect(await secrets().get('replaced')).toBe('new');
  });
  it('keeps names apart that differ by case or by an ending', async () => {
    for (const name of ['Case', 'case', 'case.1', 'case-1', 'case_1']) await secrets().put(name, `of ${name}`);
    for (const name of ['Case', 'case', 'case.1', 'case-1', 'case_1']) expect(await secrets().get(name)).toBe(`of ${name}`);
  });
  it('forgets a value, and is content when there is none', async () => {
    await secrets().put('forgotten', 'x');
    await secrets().remove('forgotten');
    await secrets().remove('forgotten');
    expect(await secrets().get('forgotten')).toBeNull();
    expect(await secrets().list()).not.toContain('forgotten');
  });
  it('gives null for what is not there', async () => {
    expect(await secrets().get('nothing-there')).toBeNull();
  });
  it('lists all names in byte order, however many', async () => {
    for (const name of await secrets().list()) await secrets().remove(name);
    const names = Array.from({ length: 25 }, (_, index) => `many-${index}`);
    for (const name of ['b', 'B', ...names]) await secrets().put(name, 'x');
    expect(await secrets().list()).toEqual(['b', 'B', ...names].toSorted());
  });
}

function refusals(secrets: () => Secrets): void {
  it.each(['', 'a b', 'a/b', '../a', '1a', '-a', 'é', 'a'.repeat(65), 'a\0', 'a\n'])(
    'refuses the name %j, and has nothing under it',
    async (name) => {
      const failure = await secrets()
        .put(name, 'hidden-value')
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'bad-request', fields: [{ field: 'name' }] });
      expect(await secrets().get(name)).toBeNull();
      await expect(secrets().remove(name)).resolves.toBeUndefined();
    },
  );
  it.each(['', 'hidden-value'.repeat(400), 'é'.repeat(2049), 'hidden-value\0', 'hidden-value\ud800'])(
    'refuses a value that no edition keeps, and does not quote it',
    async (value) => {
      const failure = await secrets()
        .put('refused', value)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'bad-request', fields: [{ field: 'value' }] });
      expect(JSON.stringify([failure, String(failure)])).not.toContain('hidden-value');
      expect(await secrets().get('refused')).toBeNull();
    },
  );
}
