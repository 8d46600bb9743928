/** Bytes of a line that are shown; what is longer is cut. */
export const shownBytes = 16 * 1024;

/** A line that grows read by read: its first bytes are kept, the others only counted. */
export class GrowingLine {
  #kept: Uint8Array[] = [];
  #room = shownBytes;
  /** Bytes of the line so far. */
  bytes = 0;

  /** Bytes that would still be kept. */
  get room(): number {
    return this.#room;
  }

  add(part: Uint8Array): void {
    if (this.#room > 0 && part.byteLength > 0) {
      const kept = part.subarray(0, this.#room);
      this.#kept.push(kept);
      this.#room -= kept.byteLength;
    }
    this.bytes += part.byteLength;
  }

  /** Counts bytes that nobody read. */
  skip(bytes: number): void {
    this.bytes += bytes;
  }

  /** The line as UTF-8, what is no UTF-8 replaced; cut with a mark when it is longer than what is shown. */
  text(): string {
    const [only] = this.#kept;
    const head = this.#kept.length === 1 && only ? only : Buffer.concat(this.#kept);
    if (this.bytes <= shownBytes) return decode(head);
    return `${decode(wholeCharacters(head))}… [line of ${this.bytes} bytes, cut]`;
  }
}

/** The bytes as UTF-8, a byte order mark kept, what is no UTF-8 replaced. Buffer's own decoder takes a third of TextDecoder's time for short texts. */
export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Without the beginning of a character whose rest is cut off. */
export function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(4, bytes.byteLength); back++) {
    const byte = bytes[bytes.byteLength - back] ?? 0;
    const isContinuation = (byte & 0xc0) === 0x80;
    if (!isContinuation) return lengthOf(byte) > back ? bytes.subarray(0, bytes.byteLength - back) : bytes;
  }
  return bytes;
}

/** Bytes of the character that begins with this byte. */
function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}
