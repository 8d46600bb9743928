/** Compares texts as their UTF-8 bytes compare, which is how every Table orders keys. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The least text above all that begin with the prefix, or null when there is none. */
export function behindPrefix(prefix: string): string | null {
  const points = Array.from(prefix);
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    // Surrogates are no characters of their own, so UTF-8 has nothing between U+D7FF and U+E000.
    if (last < 0x10ffff) return points.join('') + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  }
  return null;
}

/** The greater of two lower bounds; null is none. */
export function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return compareBytes(a, b) >= 0 ? a : b;
}

/** The lesser of two upper bounds; null is none. */
export function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return compareBytes(a, b) <= 0 ? a : b;
}
