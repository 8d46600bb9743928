import { array, assert, asyncProperty, boolean, constantFrom, integer, oneof, record } from 'fast-check';
import { expect, test } from 'vitest';
import { createSmtpTopic } from '../../../local/topic/smtp.ts';
import { givenMessage } from '../../contract/given-message.ts';
import { givenDelivery } from '../../functions/notices/given-delivery.ts';
import { faults, startMailServer } from './mail-server.ts';
import type { Fault, MailServer } from './mail-server.ts';

/** Those that end by our patience alone. It is long, because on a machine that stalls a short one would give up mails that were taken. */
const hanging = faults.filter((one) => one === 'silent' || one.startsWith('hang'));
const patienceMs = 3000;
const quick = faults.filter((one) => one !== 'drip' && !hanging.includes(one));
const fault = oneof({ arbitrary: constantFrom(...quick), weight: 12 }, { arbitrary: constantFrom(...hanging), weight: 1 });
/** What happens between two deliveries: somebody dies with a message in hand, before or after handing it over, and time passes. */
const step = record({
  handsOver: boolean(),
  seconds: constantFrom(10, 30, 90, 270, 810, 2430, 7290, 21_600),
  dies: integer({ min: 0, max: 5 }),
});
const story = record({
  messages: integer({ min: 1, max: 4 }),
  plan: array(fault, { maxLength: 14 }),
  steps: array(step, { maxLength: 6 }),
});

interface Story {
  messages: number;
  plan: Fault[];
  steps: { seconds: number; dies: number; handsOver: boolean }[];
}

/** Lets two processes deliver through a server with these faults, until nothing waits any more. Gives the messages, and the ids of those that the
 *  server took from somebody who then died, each time. */
async function play({ messages, plan, steps }: Story, server: MailServer) {
  const by = givenDelivery();
  const topic = createSmtpTopic({ url: server.url, from: 'runlet@example.com', patienceMs });
  const subscription = await by.subscribed('reader@example.com');
  const ids = await Promise.all(Array.from({ length: messages }, () => by.told(subscription)));
  server.faults.splice(0, Infinity, ...plan);
  const bothDeliver = () => Promise.all([by.deliver(topic), by.deliverElsewhere(topic)]);
  const taken: string[] = [];
  const handOver = async (messageId: string) =>
    await topic.publish(givenMessage({ messageId })).then(
      () => taken.push(messageId),
      () => 0,
    );
  for (const { seconds, dies, handsOver } of steps) {
    const claim = await by.messages.claim(ids[dies] ?? '');
    if (claim && handsOver) await handOver(claim.body.id);
    await bothDeliver();
    by.pass(seconds);
  }
  for (let rounds = 0; rounds < 9; rounds += 1) {
    by.pass(21_600);
    await bothDeliver();
  }
  topic.close();
  return { records: await Promise.all(ids.map((id) => by.record(id))), taken };
}

test(
  'whatever a mail server does and whoever dies, each message is taken once or given up with its reason; what was handed over by one who died comes once more',
  { timeout: 240_000 },
  async () => {
    const server = await startMailServer();
    await assert(
      asyncProperty(story, async (told) => {
        server.taken.length = 0;
        const { records, taken } = await play(told, server);
        for (const { id, state, tries, lastError, nextTryAt } of records) {
          const before = taken.filter((one) => one === id).length;
          const times = server.taken.filter(({ messageId }) => messageId === `<${id}@example.com>`).length;
          expect({ state, times, nextTryAt }).toEqual({ state, times: before + (state === 'sent' ? 1 : 0), nextTryAt: null });
          expect(['sent', 'given-up']).toContain(state);
          expect(lastError !== null).toBe(state === 'given-up');
          expect(state === 'sent' || tries === 8 || /55[04] as planned/.test(lastError ?? '')).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
    await server.close();
  },
);
