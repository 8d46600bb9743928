import { describe, expect, it } from 'vitest';
import { givenApi } from '../given-api.ts';

const { call } = givenApi();

function form(filename: string, content: string, fields: Record<string, string> = {}): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob([content]), filename);
  return body;
}

describe('create-script', () => {
  it('answers with the script and its first version', async () => {
    const source = 'def main(city: str): return city\n';
    const answer = await call('POST', '/v1/scripts', {
      name: 'forecast',
      source,
      description: 'Weather',
      labels: ['w'],
      note: 'first',
      inputOverride: { title: 'City' },
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        name: 'forecast',
        live: 1,
        labels: ['w'],
        version: {
          version: 1,
          style: 'function',
          note: 'first',
          createdBy: 'local',
          inputSchema: { title: 'City', properties: { city: { type: 'string' } } },
        },
      },
    });
  });

  it.each([
    [{ name: 'bad', source: 'x', files: { 'a.py': 'x' } }, 400, 'bad-request'],
    [{ name: 'Bad Name', source: 'x' }, 400, 'bad-request'],
    [{ name: 'bad', files: { '/abs.py': 'x' } }, 400, 'bad-source'],
    [{ name: 'bad', source: 'x'.repeat(11 * 1024 * 1024) }, 413, 'too-large'],
  ])('refuses what cannot be code: %#', async (body, status, code) => {
    expect(await call('POST', '/v1/scripts', body)).toMatchObject({ status, body: { code } });
  });
});

describe('upload-script', () => {
  it('names the script after the file', async () => {
    expect(await call('POST', '/v1/scripts/upload', form('Weekly Report.py', 'print(1)\n'))).toMatchObject({
      status: 201,
      body: { name: 'weekly-report', version: { version: 1, entry: 'Weekly Report.py' } },
    });
  });

  it('makes a new version of a script that exists', async () => {
    await call('POST', '/v1/scripts/upload', form('a.py', 'x = 1', { name: 'again', description: 'kept' }));
    expect(await call('POST', '/v1/scripts/upload', form('a.py', 'x = 2', { name: 'again', note: 'n' }))).toMatchObject({
      status: 201,
      body: { description: 'kept', live: 2, version: { version: 2, note: 'n' } },
    });
  });

  it('asks for a name when the file name has none in it', async () => {
    expect(await call('POST', '/v1/scripts/upload', form('___.py', 'x = 1'))).toMatchObject({
      status: 400,
      body: { code: 'bad-request', errors: [{ field: 'name' }] },
    });
  });
});

describe('get-, list-, update- and delete-script', () => {
  it('show, list, change and delete a script', async () => {
    await call('POST', '/v1/scripts', { name: 'cycle', source: 'x = 1' });
    expect(await call('PATCH', '/v1/scripts/cycle', { name: 'cycle-2', labels: ['l'] })).toMatchObject({
      status: 200,
      body: { name: 'cycle-2' },
    });
    expect(await call('GET', '/v1/scripts/cycle-2')).toMatchObject({ status: 200, body: { labels: ['l'] } });
    expect(await call('GET', '/v1/scripts?prefix=cycle')).toMatchObject({ body: { items: [{ name: 'cycle-2' }], nextCursor: null } });
    expect(await call('DELETE', '/v1/scripts/cycle-2')).toEqual({ status: 204, body: null });
    expect(await call('GET', '/v1/scripts/cycle-2')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
