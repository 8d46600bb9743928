import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { callbackify } from 'node:util';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { createOutbox } from '../../local/topic/outbox.ts';
import { createSmtpTopic } from '../../local/topic/smtp.ts';
import { givenMessage } from './given-message.ts';
import { topicContract } from './topic.contract.ts';

interface Mail {
  to: string[];
  subject: string;
  text: string;
}

/** An SMTP server on a free port; what it does with each mail is the test's choice. */
async function givenMailServer(options: { refuse?: boolean; silent?: boolean } = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 200,
    onRcptTo: (_address, _session, callback) => (options.refuse ? callback(new Error('550 no such mailbox')) : callback()),
    onData: (stream, session, callback) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const taken = buffer(stream).then(async (content) => {
        const { subject = '', text = '' } = await PostalMime.parse(content);
        mails.push({ to, subject, text: text.replace(/\n$/, '') });
        return options.silent ? new Promise(() => {}) : null;
      });
      callbackify(() => taken)(() => callback());
    },
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { mails, url: `smtp://127.0.0.1:${port}`, close: () => new Promise<void>((done) => server.close(() => done())) };
}

topicContract('smtp', async () => {
  const server = await givenMailServer();
  const topic = createSmtpTopic({ url: server.url, from: 'runlet@example.com' });
  return {
    topic,
    confirm: async () => {},
    received: async (address) => server.mails.filter(({ to }) => to.includes(address)),
    close: async () => {
      topic.close();
      await server.close();
    },
  };
});

const message = givenMessage();

test('without a mail server a message is kept where it is, and refused as any carrier would', async () => {
  const outbox = createOutbox();
  expect(await outbox.publish(message)).toBe('kept');
  await expect(outbox.publish(givenMessage({ subject: 'größer' }))).rejects.toMatchObject({ fields: [{ field: 'subject' }] });
  await expect(outbox.subscribe('no address')).rejects.toMatchObject({ code: 'bad-request' });
});

test('a mail server that refuses the address is told of as one that never takes the mail', async () => {
  const server = await givenMailServer({ refuse: true });
  const topic = createSmtpTopic({ url: server.url, from: 'runlet@example.com' });
  await expect(topic.publish(message)).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('550') });
  topic.close();
  await server.close();
});

test('a mail server that never answers holds nobody up for longer than its patience', async () => {
  const server = await givenMailServer({ silent: true });
  const topic = createSmtpTopic({ url: server.url, from: 'runlet@example.com', patienceMs: 300 });
  const refused = topic.publish(message).catch((error: unknown) => error);
  expect(await Promise.race([refused, sleep(40_000, 'still waiting')])).toMatchObject({ code: 'no-capacity' });
  topic.close();
  await server.close();
});

test('no mail server at all is told of', async () => {
  const topic = createSmtpTopic({ url: 'smtp://127.0.0.1:9', from: 'runlet@example.com' });
  await expect(topic.publish(message)).rejects.toMatchObject({ code: 'no-capacity' });
});
