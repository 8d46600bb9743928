import limits from '../../core/contract/limits.json' with { type: 'json' };
import { reasons } from '../../core/reasons.ts';

/** The table of limits as the guide must show it. */
export function limitsTable(): string {
  const rows = Object.entries(limits).map(([name, row]) => `| \`${name}\` | ${number(row.default)} | ${number(row.min)} | ${number(row.max)} | ${row.unit} |`);
  return ['| limit | default | least | greatest | counts |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** The table of reasons as the guide must show it. */
export function reasonsTable(): string {
  const rows = Object.entries(reasons).map(([name, text]) => `| \`${name}\` | ${text.endsWith('{}') ? text.slice(0, -2) : text.replace(/ ?\(\{\}\)/, '').replace('{}', '…')} |`);
  return ['| reason | what is told |', '|---|---|', ...rows].join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
