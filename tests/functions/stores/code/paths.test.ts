import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { join, sep } from 'node:path';
import { findPathProblem, pathProblem } from '../../../../functions/stores/code/paths.ts';

describe('a path of a script', () => {
  it.each(['script.py', 'pkg/__init__.py', 'data/2024 Übersicht.csv', '.env.example', 'a..b/...c', `${'d/'.repeat(149)}f`])(
    '%s is taken',
    (path) => {
      expect(pathProblem(path)).toBeNull();
    },
  );

  it.each([
    ['', 'empty'],
    ['/etc/passwd', 'absolute'],
    ['C:/x.py', 'absolute'],
    ['c:x.py', 'absolute'],
    ['../x.py', '".."'],
    ['a/../../x.py', '".."'],
    ['a/..', '".."'],
    ['./x.py', '"."'],
    ['a//b.py', 'empty part'],
    ['a/', 'empty part'],
    ['a\\b.py', 'backslash'],
    ['a\0.py', 'control'],
    ['a\nb.py', 'control'],
    ['a\x7f', 'control'],
    ['a\x9b', 'control'],
    ['\ud800.py', 'Unicode'],
    ['x'.repeat(301), '300'],
    ['é'.repeat(128), '255 bytes'],
  ])('%j is refused: %s', (path, why) => {
    expect(pathProblem(path)).toContain(why);
  });

  it('whatever is taken stays below the folder it is joined to', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '', 'a', '\\', '/', 'C:', '~', '\0'), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const path = parts.join('/');
        if (pathProblem(path) === null) expect(join(`${sep}base`, path).startsWith(`${sep}base${sep}`)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('paths beside each other', () => {
  it.each([
    [['a.py', 'a.py'], 'twice'],
    [['Read.me', 'READ.ME'], 'case'],
    [['caf\u00e9.py', 'cafe\u0301.py'], 'accents'],
    [['lib', 'lib/x.py'], 'also the file lib'],
    [['LIB/x.py', 'lib'], 'also the file lib'],
    [['a/b/c.py', 'a/b'], 'also the file a/b'],
  ])('%j clash: %s', (paths, why) => {
    expect(findPathProblem(paths)?.problem).toContain(why);
  });

  it('files in folders of their own do not clash', () => {
    expect(findPathProblem(['a/x.py', 'a/y.py', 'ab', 'b/a/x.py'])).toBeNull();
  });
});
