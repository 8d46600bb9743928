import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { errors } from '../../../../core/errors.ts';
import { routes } from '../../../../core/routes/index.ts';
import { openapiDocument } from '../../../../functions/api/system/openapi-document.ts';
import { openapi } from '../../../../functions/api/system/openapi.ts';
import { healthz } from '../../../../functions/api/system/healthz.ts';
import { givenDoor } from '../../../doors/given-door.ts';

const document = openapiDocument('1.2.3');

/** Every operation of the document as `GET /path` with what it says. */
function operations() {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(([method, operation]) => ({ at: `${method.toUpperCase()} ${path}`, operation })),
  );
}

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(JSON.parse(JSON.stringify(document)))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  test('has every route under its own name, and nothing else', () => {
    const expected = Object.entries(routes).map(([name, { method, path }]) => `${name} ${method} ${path}`);
    expect(
      operations()
        .map(({ at, operation }) => `${operation.operationId} ${at}`)
        .toSorted(),
    ).toEqual(expected.toSorted());
  });

  test('takes an Idempotency-Key on every POST and nowhere else', () => {
    for (const { at, operation } of operations()) {
      const names = (operation.parameters ?? []).map((parameter: { name: string }) => parameter.name);
      expect([at, names.includes('Idempotency-Key')]).toEqual([at, at.startsWith('POST ')]);
    }
  });

  test('names the codes of every refusal', () => {
    const text = JSON.stringify(document);
    const unnamed = Object.keys(errors).filter((code) => !text.includes(`"${code}"`));
    // These are heard at addresses and methods that the document does not have: signed ones, those of runners, and such as there are not.
    expect(unnamed.toSorted()).toEqual(['claim-refused', 'grant-invalid', 'method-not-allowed']);
  });

  test('writes what is used twice once', () => {
    expect(Object.keys(document.components?.schemas ?? {})).toEqual(
      expect.arrayContaining(['Run', 'RunSummary', 'Script', 'Version', 'Problem', 'Json']),
    );
    expect(Object.keys(document.components?.schemas ?? {}).filter((name) => /Output$|^__/.test(name))).toEqual([]);
  });

  test('is open to nobody without a token, and healthz to everybody', async () => {
    const { send } = await givenDoor(openapi, healthz);
    expect((await send('GET /openapi.json', { token: null })).status).toBe(401);
    expect(await (await send('GET /openapi.json')).json()).toMatchObject({ openapi: '3.1.0', info: { version: '9.9.9' } });
    expect(await (await send('GET /healthz', { token: null })).json()).toEqual({ status: 'ok', version: '9.9.9' });
  });
});
