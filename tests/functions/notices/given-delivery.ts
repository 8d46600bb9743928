import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Topic } from '../../../functions/ports/topic.ts';
import { deliverMessages } from '../../../functions/notices/deliver-messages.ts';
import type { Delivered } from '../../../functions/notices/deliver-messages.ts';
import { createMessages } from '../../../functions/stores/messages.ts';
import type { Messages } from '../../../functions/stores/messages.ts';
import { nameMessage, unsubscribeMark } from '../../../functions/stores/messages/record.ts';
import type { MessageDraft, MessageRecord } from '../../../functions/stores/messages/record.ts';
import { createScripts } from '../../../functions/stores/scripts.ts';
import { createSubscriptions } from '../../../functions/stores/subscriptions.ts';
import type { Subscriptions } from '../../../functions/stores/subscriptions.ts';
import type { SubscriptionRecord } from '../../../functions/stores/subscriptions/record.ts';
import { openTable } from '../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** Messages and subscriptions over a table of their own, under a clock that stands until it is set forward. */
export interface GivenDelivery {
  messages: Messages;
  subscriptions: Subscriptions;
  /** The same rows as another process sees them. */
  elsewhere: { messages: Messages; subscriptions: Subscriptions };
  logged: { message: string; facts: Record<string, string | number> }[];
  pass: (seconds: number) => void;
  subscribed: (address: string) => Promise<SubscriptionRecord>;
  /** Records a message and gives its id. */
  told: (subscription: SubscriptionRecord, wanted?: Partial<MessageDraft> & { about?: string }) => Promise<string>;
  deliver: (topic: Topic, ids?: string[]) => Promise<Delivered>;
  /** The same by another process. */
  deliverElsewhere: (topic: Topic) => Promise<Delivered>;
  /** As it is recorded. */
  record: (id: string) => Promise<MessageRecord>;
}

const at = '2026-03-01T02:00:00.000Z';
const publicUrl = 'https://runlet.example.com';

/** Closed when the test ends. */
export function givenDelivery(): GivenDelivery {
  const folder = temporaryFolder('messages');
  let time = Date.parse(at);
  const now = () => new Date(time);
  const open = () => {
    const table = openTable(join(folder, 'runlet.db'));
    onTestFinished(() => table.close());
    return {
      messages: createMessages({ table, now }),
      subscriptions: createSubscriptions({ table, scripts: createScripts({ table }), now }),
    };
  };
  const [stores, elsewhere] = [open(), open()];
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const logged: GivenDelivery['logged'] = [];
  const settings = {
    publicUrl: () => publicUrl,
    log: (_level: string, message: string, facts: Record<string, string | number>) => void logged.push({ message, facts }),
  };
  let told = 0;
  return {
    ...stores,
    elsewhere,
    logged,
    pass: (seconds) => void (time += seconds * 1000),
    subscribed: async (address) => await stores.subscriptions.create({}, { address, ref: address, status: 'confirmed' }, 'Tester'),
    told: async (subscription, { about = `run_${(told += 1)}#ended`, ...wanted } = {}) => {
      const draft = { ...givenDraft(subscription, about), ...wanted };
      await stores.messages.record([draft]);
      return draft.id;
    },
    deliver: async (topic, ids) => await deliverMessages({ stores, topic, settings }, ids),
    deliverElsewhere: async (topic) => await deliverMessages({ stores: elsewhere, topic, settings }),
    record: async (id) => {
      const record = await stores.messages.find(id);
      if (!record) throw new Error(`there is no message ${id}`);
      return record;
    },
  };
}

/** A draft as notices make them. */
export function givenDraft({ id, address }: Pick<SubscriptionRecord, 'id' | 'address'>, about = 'run_1#ended'): MessageDraft {
  return {
    ...nameMessage({ about, kind: 'first-failure', subscription: id, at }),
    to: address,
    subscription: id,
    kind: 'first-failure',
    subject: 'report failed',
    text: `report failed\nStop: ${unsubscribeMark}\n`,
    html: `<!doctype html><html><body style="margin:0"><p>report failed</p><a href="${unsubscribeMark}">stop</a></body></html>`,
    script: 'report',
    run: null,
    schedule: null,
  };
}
