import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from 'fast-check';
import { expect, test } from 'vitest';
import { createSmtpTopic } from '../../../local/topic/smtp.ts';
import { givenDelivery } from '../../functions/notices/given-delivery.ts';
import { faults, startMailServer } from './mail-server.ts';
import type { Fault, MailServer } from './mail-server.ts';

/** Those that end by our patience alone. It is long, because on a machine that stalls a short one would give up mails that were taken. */
const hanging = faults.filter((one) => one === 'silent' || one.startsWith('hang'));
const patienceMs = 1500;
const quick = faults.filter((one) => one !== 'drip' && !hanging.includes(one));
const fault = oneof({ arbitrary: constantFrom(...quick), weight: 12 }, { arbitrary: constantFrom(...hanging), weight: 1 });
/** What happens between two deliveries: time passes, or somebody dies with a message in hand. */
const step = record({ seconds: constantFrom(10, 30, 90, 270, 810, 2430, 7290, 21_600), dies: integer({ min: 0, max: 5 }) });
const story = record({
  messages: integer({ min: 1, max: 4 }),
  plan: array(fault, { maxLength: 14 }),
  steps: array(step, { maxLength: 6 }),
});

interface Story {
  messages: number;
  plan: Fault[];
  steps: { seconds: number; dies: number }[];
}

/** Lets two processes deliver through a server with these faults, until nothing waits any more. */
async function play({ messages, plan, steps }: Story, server: MailServer) {
  const by = givenDelivery();
  const topic = createSmtpTopic({ url: server.url, from: 'runlet@example.com', patienceMs });
  const subscription = await by.subscribed('reader@example.com');
  const ids = await Promise.all(Array.from({ length: messages }, () => by.told(subscription)));
  server.faults.splice(0, Infinity, ...plan);
  const bothDeliver = () => Promise.all([by.deliver(topic), by.deliverElsewhere(topic)]);
  for (const { seconds, dies } of steps) {
    await by.messages.claim(ids[dies] ?? '');
    await bothDeliver();
    by.pass(seconds);
  }
  for (let rounds = 0; rounds < 9; rounds += 1) {
    by.pass(21_600);
    await bothDeliver();
  }
  topic.close();
  return await Promise.all(ids.map((id) => by.record(id)));
}

test(
  'whatever a mail server does, each message is taken exactly once, or given up with the reason in its record',
  { timeout: 120_000 },
  async () => {
    const server = await startMailServer();
    await assert(
      asyncProperty(story, async (told) => {
        server.taken.length = 0;
        for (const { id, state, tries, lastError, nextTryAt } of await play(told, server)) {
          const times = server.taken.filter(({ messageId }) => messageId === `<${id}@example.com>`).length;
          expect({ state, times, nextTryAt }).toEqual({ state, times: state === 'sent' ? 1 : 0, nextTryAt: null });
          expect(['sent', 'given-up']).toContain(state);
          expect(lastError !== null).toBe(state === 'given-up');
          expect(state === 'sent' || tries === 8 || /55[04] as planned/.test(lastError ?? '')).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
    await server.close();
  },
);
