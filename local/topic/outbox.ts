import * as z from 'zod';
import { checkMessage } from '../../functions/ports/message.ts';
import type { Table } from '../../functions/ports/table.ts';
import type { Message, Topic } from '../../functions/ports/topic.ts';
import { newId } from '../../functions/stores/ids.ts';
import { localSubscriptions } from './subscriptions.ts';

const partition = 'OUTBOX';
const keptSec = 90 * 24 * 3600;
const outgoing = z.object({ to: z.string(), subject: z.string(), text: z.string(), at: z.iso.datetime() });

/** A message that waits to be read where it was written. */
export type Outgoing = Message & { at: string };

/** Without a mail server messages are kept where people can read them, for 90 days. */
export interface Outbox extends Topic {
  /** The newest first. */
  messages(limit: number): Promise<Outgoing[]>;
}

export function createOutbox(table: Table, now: () => Date = () => new Date()): Outbox {
  return {
    ...localSubscriptions,
    publish: async (message) => {
      checkMessage(message);
      const { to, subject, text } = message;
      const at = now();
      const expiresAt = Math.floor(at.getTime() / 1000) + keptSec;
      await table.put(
        { pk: partition, sk: newId('message'), body: { to, subject, text, at: at.toISOString() }, expiresAt },
        { kind: 'none' },
      );
    },
    messages: async (limit) => {
      const { rows } = await table.query({ pk: partition, descending: true, limit });
      return rows.map(({ body }) => outgoing.parse(body));
    },
  };
}
