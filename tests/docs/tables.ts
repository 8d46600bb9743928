import limits from '../../core/contract/limits.json' with { type: 'json' };
import { reasons } from '../../core/reasons.ts';

/** The rows of the table of limits that the guide must show. */
export function limitRows(): string[][] {
  return Object.entries(limits).map(([name, row]) => [`\`${name}\``, number(row.default), number(row.min), number(row.max), row.unit]);
}

/** The rows of the table of reasons that the guide must show: each sentence with its place for details left open. */
export function reasonRows(): string[][] {
  return Object.entries(reasons).map(([name, text]) => [`\`${name}\``, text.replace(/\{\}$| ?\(\{\}\)/, '').replace('{}', '…')]);
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
