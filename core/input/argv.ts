import type { ArgvEntry } from '../schemas/scan.ts';
import type { Json, JsonObject } from '../schemas/json.ts';
import { unreachable } from '../unreachable.ts';

/**
 * Turns an input object into the command line that an argparse or click script reads. Entries are in the order of their
 * words, positionals last; a property that is absent or null gives no words.
 */
export function toArgv(entries: readonly ArgvEntry[], input: JsonObject): string[] {
  const chosen = entries.filter((entry) => entry.kind === 'command').map((entry) => input[entry.name]);
  const active = entries.filter((entry) => entry.command === null || chosen.includes(entry.command));
  const words: string[] = [];
  let open = false;
  for (const entry of active) {
    const value = input[entry.name];
    if (value === undefined || value === null) continue;
    const next = wordsOf(entry, value);
    if (entry.kind === 'positional' && !words.includes('--') && (open || next.some((word) => word.startsWith('-')))) words.push('--');
    words.push(...next);
    open = next.length === 0 ? open : entry.kind === 'option' && entry.multiple;
  }
  return words;
}

function wordsOf(entry: ArgvEntry, value: Json): string[] {
  const flag = entry.flags[0] ?? '';
  switch (entry.kind) {
    case 'positional':
      return listOf(entry.multiple, value).map(word);
    case 'command':
      return [word(value)];
    case 'option':
      return optionWords(entry, flag, value);
    case 'flag':
      return value === true ? [flag] : [];
    case 'negative-flag':
      return value === false ? [flag] : [];
    case 'flag-pair':
      return [value === true ? flag : (entry.negative ?? '')].filter((text) => text !== '');
    case 'count':
      return Array.from({ length: typeof value === 'number' ? value : 0 }, () => flag);
    default:
      return unreachable(entry.kind);
  }
}

function optionWords(entry: ArgvEntry, flag: string, value: Json): string[] {
  return listOf(entry.repeat, value).flatMap((item) =>
    entry.multiple ? [flag, ...listOf(true, item).map(word)] : flag.startsWith('--') ? [`${flag}=${word(item)}`] : [flag, word(item)],
  );
}

function listOf(many: boolean, value: Json): Json[] {
  return many && Array.isArray(value) ? value : [value];
}

function word(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
