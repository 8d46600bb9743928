import type { LogLine } from '../../../../core/schemas/log.ts';
import { timeOf } from './log-writer.ts';
import type { Read } from './log-writer.ts';

const names = { 1: 'stdout', 2: 'stderr', 3: 'runlet' } as const;
const shown = 16 * 1024;

/** The lines of a log by the simplest way there is: every byte of every read, one after the other. */
export function expectedLines(reads: readonly Read[], finished = true): LogLine[] {
  const lines: LogLine[] = [];
  const open = new Map<Read['stream'], { bytes: number[]; read: number }>();
  const complete = (stream: Read['stream'], bytes: number[], read: number) => {
    lines.push({
      seq: lines.length,
      time: new Date(timeOf(read)).toISOString(),
      stream: names[stream],
      text: textOf(Uint8Array.from(bytes)),
    });
  };
  for (const [read, { stream, bytes }] of reads.entries()) {
    const line = { bytes: open.get(stream)?.bytes ?? [], read };
    for (const byte of bytes) {
      if (byte === 0x0a) complete(stream, line.bytes.splice(0), read);
      else line.bytes.push(byte);
    }
    open.set(stream, line);
  }
  if (!finished) return lines;
  for (const stream of [1, 2, 3] as const) {
    const rest = open.get(stream);
    if (rest && rest.bytes.length > 0) complete(stream, rest.bytes, rest.read);
  }
  return lines;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function textOf(line: Uint8Array): string {
  if (line.length <= shown) return decode(line);
  // A decoder that expects more keeps back the beginning of a character.
  const head = new TextDecoder('utf-8', { ignoreBOM: true }).decode(line.subarray(0, shown), { stream: true });
  return `${head}… [line of ${line.length} bytes, cut]`;
}
