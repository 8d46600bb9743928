import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectLog, textOf } from './expect-log.ts';
import { fieldsOf, givenSampleRun, givenSaved } from './given-sample-run.ts';
import { openEdition } from './open-edition.ts';
import type { OpenEdition } from './open-edition.ts';
import { starterCalled, starters } from './starters.ts';

let edition: OpenEdition;
beforeAll(async () => {
  edition = await openEdition();
});
afterAll(async () => {
  await edition.close();
});

test('there are at least eight starter scripts', () => {
  expect(starters.length).toBeGreaterThanOrEqual(8);
});

describe.each(starters)('the template $name', (starter) => {
  test('gives on its own sample what it says', async () => {
    const run = await givenSampleRun(edition.client, starter);
    const { result = null, artifacts = [], log = [] } = starter.definition.expected;
    expect(run, await textOf(edition.client, run.id)).toMatchObject({ status: 'SUCCEEDED', reason: null, result });
    expect(run.artifacts.map(({ name }) => name).toSorted()).toEqual(artifacts.toSorted());
    await expectLog(edition.client, run.id, log);
  });

  test('needs the standard library only and has a form for each of its fields', async () => {
    const { imports, syntaxErrors, inputSchema } = await givenSaved(edition.client, starter);
    expect(syntaxErrors).toEqual([]);
    expect(imports.filter(({ kind, module }) => kind !== 'standard' && module !== 'runlet')).toEqual([]);
    if (starter.definition.form !== undefined && inputSchema !== null)
      expect(fieldsOf(starter.definition.form)).toEqual(fieldsOf(inputSchema));
  });

  test('is short enough to be read before it is copied', () => {
    expect(starter.files['script.py']?.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  });
});

test('the CSV report averages the whole of the real weather', async () => {
  const text = readFileSync(join(import.meta.dirname, '../../node_modules/vega-datasets/data/seattle-weather.csv'), 'utf8');
  const files = { data: { text, filename: 'seattle-weather.csv' } };
  const run = await edition.client.previewRun({ query: { wait: 25 }, body: { code: starterCalled('csv-report').files, files } });
  expect(run.result).toMatchObject({ rows: 1461, skipped: 0, months: { '2012-01': 7.05, '2015-12': 8.38 } });
});

test('the backup remembers the last one and says what changed since', async () => {
  const { client } = edition;
  const { id } = await client.createScript({ body: { name: 'backup', files: starterCalled('backup-folder').files } });
  await client.startRun({
    params: { script: id },
    query: { wait: 25 },
    body: { files: { notes: { text: 'one' }, list: { text: 'two' } } },
  });
  const second = await client.startRun({
    params: { script: id },
    query: { wait: 25 },
    body: { files: { notes: { text: 'ONE' }, plan: { text: 'three' } } },
  });
  expect(second.result).toMatchObject({ files: 2, changes: { added: ['plan'], changed: ['notes'], removed: ['list'] } });
});
