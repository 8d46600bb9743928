import { AppError } from '../../core/errors.ts';
import type { Page } from '../../core/schemas/paging.ts';
import type { MailMessage } from '../../core/schemas/subscription.ts';
import type { Write } from '../ports/table.ts';
import { isSecretOf } from './attempts/secrets.ts';
import { change } from './change.ts';
import { messageKey, messageRecord, messagesPartition, newMessage, readToken, statePartition } from './messages/record.ts';
import type { MessageDraft, MessageRecord } from './messages/record.ts';
import { findMessage, firstWrite, keptDays } from './messages/rows.ts';
import type { MessagesContext } from './messages/rows.ts';
import { createTrying } from './messages/trying.ts';
import type { Trying } from './messages/trying.ts';

/**
 * The record of messages: each is a row before anybody tries to send it, and the row says what became of it.
 * Rows vanish after 90 days, or sooner where runs are kept for less.
 */
export interface Messages extends Trying {
  /** Writes, one for each draft, for a transaction of the caller. What was told before is left out: its id is the same, and its row stays as it
   *  is. The writes rest on what was read just now, so a caller asks anew at each try of its transaction (`change` does). */
  add(drafts: readonly MessageDraft[]): Promise<Write[]>;
  /** Records them in transactions of their own; what was told before stays as it is.
   *  @returns the ids of those that are new. */
  record(drafts: readonly MessageDraft[]): Promise<string[]>;
  find(id: string): Promise<MessageRecord | null>;
  /** Newest first, by the time of what they tell. */
  list(options: { state?: MailMessage['state']; limit?: number; cursor?: string }): Promise<Page<MessageRecord>>;
  /** The message that a link shows. @throws AppError `not-found` for what is no such link. */
  byLink(token: string): Promise<MessageRecord>;
}

/** Of one transaction: its rows are mails, and DynamoDB takes 4 MB. */
const together = 10;

export function createMessages(context: MessagesContext): Messages {
  const { table } = context;
  const add = async (drafts: readonly MessageDraft[]) => await writesOf(context, drafts);
  return {
    ...createTrying(context),
    add,
    record: async (drafts) => {
      const added: string[] = [];
      for (let at = 0; at < drafts.length; at += together) {
        const some = drafts.slice(at, at + together);
        const writes = await change(table, async () => decided(await add(some)));
        added.push(...writes.flatMap((write) => (write.kind === 'put' ? [write.row.sk] : [])));
      }
      return added;
    },
    find: async (id) => (await findMessage(context, id))?.body ?? null,
    list: async ({ state, limit = 50, cursor }) => {
      const where = state === undefined ? { pk: messagesPartition } : ({ index: 'out', pk: statePartition(state) } as const);
      const page = await table.query({ ...where, descending: true, limit, ...(cursor === undefined ? {} : { cursor }) });
      return { items: page.rows.map(({ body }) => messageRecord.parse(body)), nextCursor: page.cursor };
    },
    byLink: async (token) => {
      const read = readToken(token);
      const found = read && (await findMessage(context, read.id));
      if (read && found && isSecretOf(read.secret, found.body.linkHash)) return found.body;
      throw new AppError(
        'not-found',
        `This link shows no message; messages are kept for ${keptDays} days at most, and a link must be whole.`,
      );
    },
  };
}

/** One write for each that is not there yet; of drafts with one id the first. */
async function writesOf(context: MessagesContext, drafts: readonly MessageDraft[]): Promise<Write[]> {
  const different = [...Map.groupBy(drafts, ({ id }) => id).values()].flatMap(([first]) => first ?? []);
  const unknown = await Promise.all(different.map(async (draft) => ((await context.table.get(messageKey(draft.id))) ? [] : [draft])));
  return unknown.flat().map((draft) => firstWrite(context, newMessage(fitting(draft), context.now())));
}

function decided(writes: Write[]): { writes: Write[]; value: Write[] } {
  return { writes, value: writes };
}

/** Both together with the rest fit into a row of DynamoDB, 400 KB. */
const mostBytes = { text: 100_000, html: 150_000 } as const;

/** Whoever writes mails bounds what stands in them, so one that is larger is a fault of ours. */
function fitting(draft: MessageDraft): MessageDraft {
  for (const part of ['text', 'html'] as const) {
    const bytes = Buffer.byteLength(draft[part]);
    if (bytes > mostBytes[part]) throw new RangeError(`the ${part} of a message has ${bytes} bytes; at most ${mostBytes[part]} are kept`);
  }
  return draft;
}
