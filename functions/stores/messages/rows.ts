import { idPattern } from '../../../core/ids.ts';
import type { Table, Write } from '../../ports/table.ts';
import { readRow } from '../change.ts';
import type { Stored } from '../change.ts';
import { messageKey, messageRecord, messageRow } from './record.ts';
import type { MessageRecord } from './record.ts';

/** What the parts of the record of messages stand on. */
export interface MessagesContext {
  table: Table;
  now: () => Date;
  /** Days for which ended runs are kept; nothing keeps them, but not their messages. */
  retentionDays?: number | null;
}

/** Messages hold addresses, which nobody needs for ever. */
export const keptDays = 90;

/** @param id what a caller gave; null for what is no id. */
export async function findMessage({ table }: MessagesContext, id: string): Promise<Stored<MessageRecord> | null> {
  return idPattern('message').test(id) ? await readRow(table, messageKey(id), messageRecord) : null;
}

/** Records a new message. */
export function firstWrite(context: MessagesContext, record: MessageRecord): Write {
  return { kind: 'put', row: messageRow(record, expiry(context, record)), condition: { kind: 'absent' } };
}

/** Records what a message is now, unless it was changed since it was read. */
export function nextWrite(context: MessagesContext, { revision }: Stored<MessageRecord>, record: MessageRecord): Write {
  return { kind: 'put', row: messageRow(record, expiry(context, record)), condition: { kind: 'revision', revision } };
}

function expiry({ retentionDays }: MessagesContext, { createdAt }: MessageRecord): number {
  return Math.floor(Date.parse(createdAt) / 1000) + Math.min(keptDays, retentionDays ?? keptDays) * 24 * 3600;
}
