/** Bytes of one record in an `.idx`: offset u64, time u64, first u64, reserved u16, stream u8, flags u8, little-endian. */
export const recordBytes = 28;

/** One read of a script's output: which bytes of the `.bin` it brought, of which stream, when. */
export interface ReadRecord {
  /** Where its bytes begin in the `.bin`. */
  offset: number;
  /** Unix milliseconds. */
  time: number;
  /** Lines of the whole log that were complete before this read. */
  first: number;
  /** 1 stdout, 2 stderr, 3 Runlet's own notes. */
  stream: number;
  /** Whether the stream had an unfinished line before this read. */
  unfinished: boolean;
}

export const streams = [1, 2, 3] as const;

/** The record at a byte offset of (a part of) an `.idx`. */
export function parseRecord(bytes: Uint8Array, at: number): ReadRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, recordBytes);
  return {
    offset: Number(view.getBigUint64(0, true)),
    time: Number(view.getBigUint64(8, true)),
    first: Number(view.getBigUint64(16, true)),
    stream: view.getUint8(26),
    unfinished: (view.getUint8(27) & 1) === 1,
  };
}

/** The stream alone: for walks over many records. */
export function streamAt(bytes: Uint8Array, at: number): number {
  return bytes[at + 26] ?? 0;
}

/** Prefix of a log in the bucket. @param folder of the attempt that wrote it. */
export function logPrefix(folder: string): string {
  return `runs/${folder}/log/`;
}

/** Key of the pair's half that begins with the line `first`. */
export function pairKey(folder: string, first: number, half: 'bin' | 'idx'): string {
  return `${logPrefix(folder)}${String(first).padStart(12, '0')}.${half}`;
}
