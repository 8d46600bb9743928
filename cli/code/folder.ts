import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface FoundFile {
  name: string;
  path: string;
  bytes: number;
}

/** What tools leave beside a script and no run needs. */
const leftOut = new Set([
  '.git',
  '.hg',
  '.svn',
  '__pycache__',
  'node_modules',
  '.venv',
  'venv',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.DS_Store',
]);

/** All regular files below a folder by their paths in it (with `/`), sorted; links to files count as what they point to, links to folders not at all. */
export async function filesOfFolder(folder: string, prefix = ''): Promise<FoundFile[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !leftOut.has(name));
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesOfFolder(path, `${prefix}${entry.name}/`);
      const facts = await stat(path).catch(() => null);
      return facts?.isFile() ? [{ name: `${prefix}${entry.name}`, path, bytes: facts.size }] : [];
    }),
  );
  return found.flat().toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
