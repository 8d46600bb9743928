import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

export interface Document {
  /** From the root of the repository. */
  path: string;
  text: string;
}

/** Every document for people. */
export const documents: Document[] = globSync('{README,docs/*,docs/adr/*,runner-container/README,bench/README}.md', { cwd: root })
  .toSorted()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

export function documentAt(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Links between files of the repository that lead nowhere, as they are written. */
export function brokenLinks({ path, text }: Document): string[] {
  const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link.replaceAll('\\', ''));
  return links.filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : relative(root, resolve(root, dirname(path), file));
    return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(documentAt(target)).includes(anchor));
  });
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const folders = 'core|functions|local|infra|docs|tests|scripts|runner-container|cli|client|lint|bench|templates';
const named = new RegExp(`\`((?:${folders})/[\\w./-]+)\``, 'g');

/** Files and folders that are named in backticks, from the root or from the document, and are not there; a number of a decision (`docs/adr/0015`)
 *  stands for its file. */
export function missingPaths({ path: from, text }: Document): string[] {
  const paths = [...text.matchAll(named)].map(([, path = '']) => path);
  const isThere = (path: string) => [path, join(dirname(from), path)].some((at) => existsSync(join(root, at)));
  return paths.filter((path) => !isThere(path) && globSync(`${path}-*.md`, { cwd: root }).length === 0);
}

/** What a document tells people to run: `npm run <script>` and `runlet <command>`, in blocks of shell and in backticks. */
export function commandsOf({ text }: Document): { npm: string[]; runlet: string[] } {
  const told = [...text.matchAll(/```sh\n(.*?)```|`([^`\n]+)`/gs)].map(([, block, inline]) => block ?? inline ?? '').join('\n');
  const all = (pattern: RegExp) => [...told.matchAll(pattern)].map(([, name = '']) => name);
  return { npm: all(/^npm run ([\w:]+)/gm), runlet: all(/^(?:npx )?runlet ([a-z]+)/gm) };
}
