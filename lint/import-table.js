import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const table = JSON.parse(readFileSync(new URL('import-table.json', import.meta.url), 'utf8'));

/** What is no part of the program: it may import all, and nothing of the program may import it. */
const free = ['tests', 'bench', 'scripts', 'lint'];

function insideOf(path) {
  return relative(root, path).split(sep).join('/');
}

/** The zone of a file: the longest folder of the table that holds it; `other:` and its first folder for what is in none; null outside the project. */
function zoneOf(path) {
  const inside = insideOf(path);
  const found = Object.keys(table).filter((zone) => inside === `${zone}.ts` || inside.startsWith(`${zone}/`));
  return found.toSorted((a, b) => b.length - a.length)[0] ?? (inside.startsWith('..') ? null : `other:${inside.split('/')[0]}`);
}

function complaint(zone, from, file) {
  const allowed = table[zone];
  if (from.startsWith('.')) {
    const target = zoneOf(resolve(dirname(file), from));
    return target === zone || allowed.folders.includes(target)
      ? null
      : `${zone} may import ${[zone, ...allowed.folders].join(', ')}; not ${target}`;
  }
  if (from.startsWith('node:')) return allowed.node ? null : `${zone} is free of I/O; not ${from}`;
  const name = from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
  const scope = `${name.split('/')[0]}/*`;
  return allowed.packages.includes(name) || allowed.packages.includes(scope)
    ? null
    : `${zone} may use ${allowed.packages.join(', ') || 'no package'}; not ${name}`;
}

function isFree(inside) {
  return !inside.includes('/') || free.includes(inside.split('/')[0]);
}

function unlisted(file) {
  return `${insideOf(file)} stands in no folder of lint/import-table.json; say there what it may import`;
}

/** Holds every import to the import table: which folder may know which, and which packages each may use. */
const rule = {
  create(context) {
    const file = context.filename;
    const zone = zoneOf(file);
    if (!zone) return {};
    if (!table[zone]) return isFree(insideOf(file)) ? {} : { Program: (node) => context.report({ node, message: unlisted(file) }) };
    const look = (node) => {
      const message = node.source && typeof node.source.value === 'string' ? complaint(zone, node.source.value, file) : null;
      if (message) context.report({ node: node.source, message });
    };
    const kinds = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType'];
    return Object.fromEntries(kinds.map((kind) => [kind, look]));
  },
};

export default { meta: { name: 'runlet' }, rules: { 'import-table': rule } };
