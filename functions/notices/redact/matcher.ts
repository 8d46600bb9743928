/** So many first characters tell most places of a text apart from all that is looked for. */
const keyLength = 4;
const slots = 1 << 16;

/**
 * Looks for many words in one pass over a text and puts a sign in place of each, the longest that stands at a place.
 * The words are searched by halves, so the work at a place grows with the logarithm of their number.
 */
export function matcherOf(words: readonly string[]): (text: string, sign: string) => string {
  const sorted = [...new Set(words)].filter(({ length }) => length >= keyLength).toSorted(byUnits);
  const shorter = prefixesIn(sorted);
  const mayBegin = new Uint8Array(slots);
  for (const word of sorted) mayBegin[slotAt(word, 0)] = 1;
  const longest = sorted.reduce((most, { length }) => Math.max(most, length), 0);
  return (text, sign) => {
    const parts: string[] = [];
    let done = 0;
    for (let at = 0; at <= text.length - keyLength; at++) {
      if (mayBegin[slotAt(text, at)] === 0) continue;
      const length = lengthAt(sorted, shorter, text.slice(at, at + longest));
      if (length === 0) continue;
      parts.push(text.slice(done, at), sign);
      done = at + length;
      at = done - 1;
    }
    return parts.length === 0 ? text : `${parts.join('')}${text.slice(done)}`;
  };
}

function byUnits(one: string, other: string): number {
  return one < other ? -1 : 1;
}

function slotAt(text: string, at: number): number {
  const [first, second, third, fourth] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2), text.charCodeAt(at + 3)];
  return ((((first * 31 + second) * 31 + third) * 31 + fourth) >>> 0) % slots;
}

/** For each word the place of the longest other that it begins with; -1 when there is none. */
function prefixesIn(sorted: readonly string[]): Int32Array {
  const prefixes = new Int32Array(sorted.length).fill(-1);
  for (const [index, word] of sorted.entries()) {
    let before = index - 1;
    while (before >= 0 && !word.startsWith(sorted[before] ?? '')) before = prefixes[before] ?? -1;
    prefixes[index] = before;
  }
  return prefixes;
}

/** How long the longest word is with which the text begins; 0 when none does. Every such word is the last one up to the text, or one with which that begins. */
function lengthAt(sorted: readonly string[], shorter: Int32Array, text: string): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? '') <= text) from = middle + 1;
    else to = middle;
  }
  let at = from - 1;
  while (at >= 0 && !text.startsWith(sorted[at] ?? '')) at = shorter[at] ?? -1;
  return sorted[at]?.length ?? 0;
}
