/** Sequences by which a terminal is coloured and steered (ECMA-48): CSI, and OSC to its end. */
const [escape, bell] = [String.raw`\u001B`, String.raw`\u0007`];
const steering = new RegExp(
  `${escape}(?:\\[[0-?]{0,64}[ -/]{0,8}[@-~]|\\][^${bell}${escape}]{0,2048}(?:${bell}|${escape}\\\\)|[@-Z\\\\^_])`,
  'g',
);

/** Text of a stranger as one may show it: without colours, control and direction characters and half characters; lines stay lines. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(steering, '')
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ');
}

/** The same on one line. */
export function oneLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim();
}
