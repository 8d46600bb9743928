import { expect, onTestFinished, test } from 'vitest';
import { createSmtpTopic } from '../../../local/topic/smtp.ts';
import { givenMessage } from '../../contract/given-message.ts';
import { startMailServer } from './mail-server.ts';
import type { Fault } from './mail-server.ts';

function createTopic(url: string, patienceMs = 30_000) {
  const topic = createSmtpTopic({ url, from: 'Runlet <runlet@example.com>', patienceMs, deadlineMs: 50_000 });
  onTestFinished(() => topic.close());
  return topic;
}

/** A mail server, and topics over it that have patience with a machine that stalls; `hasty` has little, for servers that hang. */
async function givenMail({ user }: { user?: string } = {}) {
  const server = await startMailServer(user === undefined ? {} : { user });
  const withUser = (password: string) => createTopic(server.url.replace('//', `//${user}:${password}@`));
  onTestFinished(() => server.close());
  return { server, topic: createTopic(server.url), hasty: () => createTopic(server.url, 500), withUser };
}

test('a mail has both forms, a stable id, and what mail programs need to offer an end to such mails', async () => {
  const { server, topic } = await givenMail();
  const unsubscribeUrl = 'https://runlet.example.com/unsubscribe/abc.def';
  const text = 'exit code 3: größer als erlaubt\n';
  expect(await topic.publish(givenMessage({ text, html: '<p>größer</p>', messageId: 'msg_7', unsubscribeUrl }))).toBe('sent');
  const [mail] = server.taken;
  expect(mail?.parsed).toMatchObject({
    from: { name: 'Runlet', address: 'runlet@example.com' },
    to: [{ address: 'reader@example.com' }],
    messageId: '<msg_7@example.com>',
    subject: 'One',
  });
  expect(mail?.parsed.text?.trim()).toBe(text.trim());
  expect(mail?.parsed.html).toContain('<p>größer</p>');
  expect(Object.fromEntries(mail?.parsed.headers.map(({ key, value }) => [key, value]) ?? [])).toMatchObject({
    'list-unsubscribe': `<${unsubscribeUrl}>`,
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    'auto-submitted': 'auto-generated',
  });
});

test('an address of an installation without TLS is given for people to open, not for a button that must have TLS', async () => {
  const { server, topic } = await givenMail();
  await topic.publish(givenMessage({ unsubscribeUrl: 'http://127.0.0.1:4400/unsubscribe/abc.def' }));
  expect(server.taken[0]?.raw).toMatch(/^List-Unsubscribe: <http:/m);
  expect(server.taken[0]?.raw).not.toContain('List-Unsubscribe-Post');
});

test.each<[Fault, string, RegExp]>([
  ['refuse', 'no-capacity', /./],
  ['silent', 'no-capacity', /greeting|timeout/i],
  ['greeting-421', 'no-capacity', /421 too busy/],
  ['greeting-554', 'no-capacity', /554 no mail here/],
  ['no-mail-server', 'no-capacity', /./],
  ['hang-mail', 'no-capacity', /Timeout/i],
  ['rcpt-450', 'no-capacity', /450 as planned/],
  ['rcpt-550', 'bad-request', /550 as planned/],
  ['hang-rcpt', 'no-capacity', /Timeout/i],
  ['data-451', 'no-capacity', /451 as planned/],
  ['data-554', 'bad-request', /554 as planned/],
  ['hang-data', 'no-capacity', /Timeout/i],
  ['cut-in-data', 'no-capacity', /./],
  ['cut-before-answer', 'no-capacity', /./],
])('a server with the fault %s is told of as %s, with its own words', async (fault, code, words) => {
  const { server, topic, hasty } = await givenMail();
  server.faults.push(fault);
  const first = /silent|hang/.test(fault) ? hasty() : topic;
  await expect(first.publish(givenMessage())).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
  expect(server.taken).toEqual([]);
  server.faults.length = 0;
  expect(await topic.publish(givenMessage())).toBe('sent');
});

test('a server that is only slow gets its mail', async () => {
  const { server, topic } = await givenMail();
  server.faults.push('slow');
  expect(await topic.publish(givenMessage())).toBe('sent');
  expect(server.taken).toHaveLength(1);
});

test('a mail whose answer was lost is sent again under the same Message-ID, by which mailboxes know it as one', async () => {
  const { server, topic } = await givenMail();
  server.faults.push('cut-before-answer');
  await expect(topic.publish(givenMessage({ messageId: 'msg_9' }))).rejects.toMatchObject({ code: 'no-capacity' });
  await topic.publish(givenMessage({ messageId: 'msg_9' }));
  expect([...server.unanswered, ...server.taken].map(({ messageId }) => messageId)).toEqual(['<msg_9@example.com>', '<msg_9@example.com>']);
});

test('a name and a password that the server takes are used; others are told of and tried again, because they can be put right', async () => {
  const { server, withUser } = await givenMail({ user: 'runlet' });
  expect(await withUser('right').publish(givenMessage())).toBe('sent');
  expect(server.taken).toHaveLength(1);
  const refusal = await withUser('wrong-password')
    .publish(givenMessage())
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'no-capacity', message: expect.stringContaining('user and password') });
  expect(String(refusal)).not.toContain('wrong-password');
});

test('a password leaves this machine only over TLS', async () => {
  const server = await startMailServer({ user: 'runlet' });
  onTestFinished(() => server.close());
  const far = server.url.replace('//127.0.0.1', '//runlet:right@0.0.0.0');
  const topic = createSmtpTopic({ url: far, from: 'runlet@example.com' });
  onTestFinished(() => topic.close());
  await expect(topic.publish(givenMessage())).rejects.toMatchObject({ code: 'no-capacity', message: expect.stringMatching(/TLS/) });
  expect(server.taken).toEqual([]);
});

test('one mail over a server that drips bytes ends at its deadline', async () => {
  const { server } = await givenMail();
  server.faults.push('drip');
  const topic = createSmtpTopic({ url: server.url, from: 'runlet@example.com', patienceMs: 1000, deadlineMs: 400 });
  onTestFinished(() => topic.close());
  await expect(topic.publish(givenMessage())).rejects.toMatchObject({ code: 'no-capacity' });
});

test('many mails at once go over a few connections', async () => {
  const { server, topic } = await givenMail();
  const sent = await Promise.all(Array.from({ length: 20 }, (_, n) => topic.publish(givenMessage({ messageId: `msg_${n}` }))));
  expect(sent).toHaveLength(20);
  expect(new Set(server.taken.map(({ messageId }) => messageId)).size).toBe(20);
  // Some may still be closing when the next ones open.
  expect(server.busiest()).toBeLessThanOrEqual(10);
});

test('closing ends what is under way', async () => {
  const { server } = await givenMail();
  server.faults.push('silent');
  const topic = createSmtpTopic({ url: server.url, from: 'runlet@example.com' });
  const publishing = topic.publish(givenMessage()).catch((error: unknown) => error);
  await expect.poll(() => server.connections()).toBe(1);
  topic.close();
  expect(await publishing).toMatchObject({ code: 'no-capacity', message: expect.stringContaining('stopping') });
});

test.each(['not an address', 'Name <a@b.c>, Other <d@e.f>', 'Name\nBcc: <x@y.z>'])('a sender that is no address is refused: %s', (from) => {
  expect(() => createSmtpTopic({ url: 'smtp://127.0.0.1:9', from })).toThrow(expect.objectContaining({ code: 'bad-request' }));
});
