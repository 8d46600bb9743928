import { deflateRawSync } from 'node:zlib';
import { AppError } from '../../../core/errors.ts';
import type { RunRecord } from './record.ts';

/**
 * What of a run may stand in rows, in bytes as the table packs them. DynamoDB takes 400 KB for a row and 4 MB for a transaction (AWS docs:
 * "Constraints in Amazon DynamoDB"): a run whose end does not fit would never end, and one that waits and does not fit would let nobody
 * behind it in. 24 runs begin in one transaction.
 */
export const room = { begun: 128 * 1024, artifacts: 160 * 1024, ended: 376 * 1024, state: 376 * 1024 } as const;

/** Texts of a record whose other parts left no room for more. */
const shortText = 1000;

/** Who reads a row unpacks it, and lists read many: what is packed smaller than this part of itself counts as this part. */
const leastShare = 1 / 48;

/** What the value takes of the room in a row, in bytes. */
export function roomFor(value: unknown): number {
  const text = Buffer.from(JSON.stringify(value) ?? '');
  return Math.max(deflateRawSync(text).byteLength, Math.ceil(text.byteLength * leastShare));
}

/** The record of a run that may begin. @throws AppError `too-large`. */
export function begins(record: RunRecord): RunRecord {
  const bytes = roomFor(record);
  if (bytes <= room.begun) return record;
  throw new AppError(
    'too-large',
    `The arguments, the environment and all else that this run is given take ${bytes} bytes when compressed (or a 48th of their text, if that is more); ${room.begun} are allowed. Send what is large as input or as files.`,
  );
}

/** As many from the beginning of the list as fit into a row together. */
export function fitting<T>(list: readonly T[], bytes: number): T[] {
  let [fits, tooMany] = [0, list.length + 1];
  while (tooMany - fits > 1) {
    const half = Math.floor((fits + tooMany) / 2);
    if (roomFor(list.slice(0, half)) <= bytes) fits = half;
    else tooMany = half;
  }
  return list.slice(0, fits);
}

/** The record of a run that has ended, with less of what its runner told when all of it takes too much: ending comes first. */
export function ends(record: RunRecord): RunRecord {
  if (roomFor(record) <= room.ended) return record;
  const artifacts = fitting(record.artifacts, room.artifacts);
  const dropped = { artifacts, artifactsDropped: record.artifactsDropped + record.artifacts.length - artifacts.length };
  const fewer = { ...record, ...dropped };
  return roomFor(fewer) <= room.ended ? fewer : { ...fewer, ...bare(record) };
}

/** Without the texts of a runner that told what no runner of ours tells. */
function bare({ message, exception }: RunRecord): Partial<RunRecord> {
  return {
    message: message && short(message),
    exception: exception && {
      type: short(exception.type),
      message: short(exception.message),
      line: exception.line,
      traceback: short(exception.traceback),
    },
    limitsHit: [],
    walls: [],
    phases: {},
    python: null,
  };
}

function short(text: string): string {
  return text.slice(0, shortText);
}
