import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEdition } from '../templates/open-edition.ts';
import type { OpenEdition } from '../templates/open-edition.ts';
import { expectExample } from './expect-example.ts';
import { guide, readAnnotations, readExamples, tableOf } from './read-guide.ts';
import { limitRows, reasonRows } from './tables.ts';

let edition: OpenEdition;
beforeAll(async () => {
  edition = await openEdition();
});
afterAll(async () => {
  await edition.close();
});

const examples = readExamples(guide);

describe('the guide for script authors', () => {
  test.each(examples)('its example at $title does what is said of it', async (example) => {
    await expectExample(edition.client, example);
  });

  test('each block of Python in it is run', () => {
    expect(guide.match(/^```python/gm)).toHaveLength(examples.length);
  });

  test('its limits are those of the contract', () => {
    expect(tableOf('limits')).toEqual(limitRows());
  });

  test('its reasons are those of the table of reasons', () => {
    expect(tableOf('reasons')).toEqual(reasonRows());
  });

  test('each annotation gives the schema beside it', async () => {
    const rows = readAnnotations();
    const parameters = rows.map(({ annotation }, at) => `p${at}: ${annotation}`).join(', ');
    const imports = 'from datetime import date, datetime\nfrom pathlib import Path\nfrom typing import Literal\n';
    const { version } = await edition.client.createScript({
      body: { name: 'annotations', source: `${imports}def main(${parameters}):\n    return 1\n` },
    });
    expect(version.inputSchema?.['properties']).toMatchObject(Object.fromEntries(rows.map(({ schema }, at) => [`p${at}`, schema])));
  });
});
