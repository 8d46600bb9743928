import type { Block, Letter, Links } from './letter.ts';

/** The letter as plain text. */
export function asText(letter: Letter, links: Links): string {
  const width = Math.max(...letter.facts.map(([name]) => name.length), 0) + 2;
  const parts = [
    letter.heading,
    ...letter.sentences,
    ...(letter.advice === null ? [] : [`What to do: ${letter.advice}`]),
    letter.facts.map(([name, value]) => `${`${name}:`.padEnd(width)}${value}`).join('\n'),
    ...letter.blocks.map(block),
    `${letter.see}: ${links.message}`,
    `-- \nYou get this because ${letter.because}.\nTo stop these mails: ${links.unsubscribe}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function block({ title, lines, otherwise = '' }: Block): string {
  return lines.length === 0 ? otherwise : [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}
