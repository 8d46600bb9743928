import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { temporaryFolder } from '../temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const told = z.object({ diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string() })) });

const lines = (count: number) => 'export {};\n'.repeat(count);

const silenced = 'ignore';

/** One violation each: where it stands, what it says, and the rule that must refuse it. */
const violations = [
  ['core/server.ts', "import '../functions/doors/app.ts';", 'runlet(import-table)'],
  ['core/disk.ts', "import 'node:fs';", 'runlet(import-table)'],
  ['core/package.ts', "import 'hono';", 'runlet(import-table)'],
  ['core/lazy.ts', "export const lazy = () => import('../cli/main.ts');", 'runlet(import-table)'],
  ['core/passed-on.ts', "export * from '../local/edition.ts';", 'runlet(import-table)'],
  ['core/only-types.ts', "export type Edition = import('../local/edition.ts').LocalEdition;", 'runlet(import-table)'],
  ['functions/stores/upwards.ts', "import '../api/operations.ts';", 'runlet(import-table)'],
  ['functions/aside.ts', "import '../local/edition.ts';", 'runlet(import-table)'],
  ['functions/events/unlisted.ts', "import '../../local/edition.ts';", 'runlet(import-table)'],
  ['client/inside.ts', "import '../functions/services.ts';", 'runlet(import-table)'],
  ['elsewhere/unlisted.ts', "import '../local/edition.ts';", 'runlet(import-table)'],
  ['core/long-file.ts', lines(201), 'eslint(max-lines)'],
  ['core/long-function.ts', `export function long() {\n${'  //\n'.repeat(40)}}`, 'eslint(max-lines-per-function)'],
  ['core/any.ts', 'export const anything: any = 1;', 'typescript(no-explicit-any)'],
  ['core/assertion.ts', 'export const text = JSON.parse("1") as string;', 'typescript(consistent-type-assertions)'],
  ['core/bang.ts', 'export const first = ["a"][0]!;', 'typescript(no-non-null-assertion)'],
  ['core/ignored.ts', `// @ts-${silenced}\nexport const number: string = 1;`, 'typescript(ban-ts-comment)'],
  ['core/default.ts', 'export default 1;', 'import(no-default-export)'],
  ['core/camelCase.ts', 'export const one = 1;', 'unicorn(filename-case)'],
] as const;

/** What the table allows. */
const allowed = [
  ['core/fine.ts', "import 'zod';"],
  ['functions/api/fine.ts', "import '../stores/index.ts';\nimport '../services.ts';"],
  ['tests/fine.ts', "import '../local/edition.ts';\nimport 'vitest';"],
  ['core/constant.ts', 'export const one = [1] as const;'],
] as const;

const folder = temporaryFolder('lint');
const found = new Map<string, string[]>();

beforeAll(async () => {
  for (const part of ['lint', '.oxlintrc.json', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const [file, source] of [...violations, ...allowed]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${source}\n`);
  }
  for (const { filename, code } of told.parse(JSON.parse(await linted())).diagnostics)
    found.set(filename, [...(found.get(filename) ?? []), code ?? '']);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What the linter says of the folder, with the project's own configuration; it exits with 1, because there are violations. */
async function linted(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'], { cwd: folder }, (_, stdout) =>
    resolve(stdout),
  );
  return promise;
}

test.each(violations)('%s is refused', (file, _source, rule) => {
  expect(found.get(file)).toContain(rule);
});

test.each(allowed)('%s is taken', (file) => {
  expect(found.get(file) ?? []).not.toContain('runlet(import-table)');
  expect(found.get(file) ?? []).not.toContain('typescript(consistent-type-assertions)');
});
