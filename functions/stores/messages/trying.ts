import { change } from '../change.ts';
import type { Stored } from '../change.ts';
import { dueMessages } from './record.ts';
import type { MessageRecord } from './record.ts';
import { findMessage, nextWrite } from './rows.ts';
import type { MessagesContext } from './rows.ts';
import { afterTry, claimed } from './tries.ts';
import type { Outcome } from './tries.ts';

/** The part of the record that whoever sends messages uses. */
export interface Trying {
  /** Ids of those whose next try has come, the longest due first, 100 at most; found by an index, so that one or the other may show late. */
  due(limit?: number): Promise<string[]>;
  /** Takes a message in hand for 120 s, counting a try; null when it does not wait, is not due, or another has it. One that was tried eight times
   *  and left without word is given up here. */
  claim(id: string): Promise<Stored<MessageRecord> | null>;
  /** Says what became of the try; without effect when the claim was lost meanwhile, and then what is there is returned. */
  settle(claim: Stored<MessageRecord>, outcome: Outcome): Promise<MessageRecord>;
  /** Notes that a carrier which had taken the message gave it up later. False when that is known already, or there is no such message. */
  undelivered(id: string, why: string): Promise<boolean>;
}

export function createTrying(context: MessagesContext): Trying {
  const { table, now } = context;
  return {
    due: async (limit = 100) => {
      const { rows } = await table.query({ index: 'due', pk: dueMessages, below: `${now().toISOString()}~`, limit });
      return rows.map(({ sk }) => sk);
    },
    claim: async (id) => {
      const found = await findMessage(context, id);
      const next = found && claimed(found.body, now());
      if (!found || !next || !(await table.transact([nextWrite(context, found, next)]))) return null;
      // Each write raises the revision by one.
      return next.state === 'waiting' ? { body: next, revision: found.revision + 1 } : null;
    },
    settle: async (claim, outcome) => {
      const next = afterTry(claim.body, outcome, now());
      if (await table.transact([nextWrite(context, claim, next)])) return next;
      return (await findMessage(context, claim.body.id))?.body ?? next;
    },
    undelivered: async (id, why) =>
      await change(table, async () => {
        const found = await findMessage(context, id);
        if (!found || found.body.state === 'undelivered') return { writes: [], value: false };
        const next = { ...found.body, state: 'undelivered', lastError: why, nextTryAt: null, leaseUntil: null } as const;
        return { writes: [nextWrite(context, found, next)], value: true };
      }),
  };
}
