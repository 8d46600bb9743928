import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listTemplates, readTemplate } from '../../../functions/stores/templates.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder('templates');
afterAll(() => {
  rmSync(dir, { recursive: true });
});

function givenTemplate(name: string, files: Record<string, string | Uint8Array> = {}): void {
  const definition = JSON.stringify({ title: `Title of ${name}`, description: 'What it does', expected: {} });
  for (const [path, content] of Object.entries({ 'template.json': definition, 'script.py': 'print(1)\n', ...files })) {
    mkdirSync(join(dir, name, path, '..'), { recursive: true });
    writeFileSync(join(dir, name, path), content);
  }
}

givenTemplate('beta');
givenTemplate('alpha', { 'sample/data.csv': 'a\n', 'logo.png': new Uint8Array([0, 255]), '__pycache__/script.pyc': 'x', '.hidden': 'x' });
givenTemplate('gamma');

describe('the starter scripts', () => {
  it('are listed by name, page by page', async () => {
    const first = await listTemplates(dir, { limit: 2 });
    expect(first.items).toEqual([
      { name: 'alpha', title: 'Title of alpha', description: 'What it does' },
      { name: 'beta', title: 'Title of beta', description: 'What it does' },
    ]);
    expect(await listTemplates(dir, { limit: 2, cursor: first.nextCursor ?? '' })).toMatchObject({
      items: [{ name: 'gamma' }],
      nextCursor: null,
    });
  });

  it('are read with their text files and their definition', async () => {
    const { files, definition } = await readTemplate(dir, 'alpha');
    expect(files).toEqual([
      { path: 'sample/data.csv', text: 'a\n' },
      { path: 'script.py', text: 'print(1)\n' },
    ]);
    expect(definition.title).toBe('Title of alpha');
  });

  it.each(['delta', '..', '../alpha', ''])('of another name are not found: %j', async (name) => {
    await expect(readTemplate(dir, name)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('alpha, beta, gamma'),
    });
  });
});
