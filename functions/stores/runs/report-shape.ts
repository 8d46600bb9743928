/** Python reads and writes JSON of at most about 1,000 levels; more only breaks who reads it. */
const deepest = 1500;
/** Each value takes some 50 bytes once it is read, however short it is written; a report of our runner has fewer. */
const mostValues = 4_000_000;

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/** Why a document is not even to be read as JSON, whatever it says; null for one that may be. A runner that was taken over can store any bytes,
 *  and whoever ends runs must not end with them. */
export function faultOfShape(bytes: Uint8Array): string | null {
  let [depth, values, isText] = [0, 0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (isText) {
      if (byte === backslash) at++;
      else if (byte === quote) isText = false;
    } else if (byte === quote) isText = true;
    else if (byte === comma) values++;
    else if (opening.has(byte)) {
      values++;
      if (++depth > deepest) return `it is nested more than ${deepest} levels deep`;
    } else if (closing.has(byte)) depth--;
  }
  return values > mostValues ? `it holds more than ${mostValues} values` : null;
}
