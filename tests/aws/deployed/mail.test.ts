import { expect, test } from 'vitest';
import type { CreateSubscriptionBody } from '../../../core/schemas/subscription.ts';
import { givenStarted } from '../../scenarios/stories.ts';
import { deployed } from '../harness/deployed.ts';
import type { Mail } from '../harness/mail-sink.ts';
import { playScheduler } from './played-scheduler.ts';

const installation = deployed();
const { runlet, sent, url } = installation;
const scheduler = playScheduler(installation);

let made = 0;

/** A script that fails while its input says so, and an address that asked to hear of it. */
async function given(more: Partial<CreateSubscriptionBody> = {}) {
  const name = `told-${process.pid}-${++made}`;
  const address = `${name}@example.com`;
  const source = 'def main(bad: bool):\n    if bad:\n        raise ValueError("bad row")\n';
  await runlet.createScript({ body: { name, source } });
  const subscription = await runlet.createSubscription({ body: { address, script: name, ...more } });
  const mails = () => sent().filter(({ to }) => to.includes(address));
  const run = (bad: boolean) => givenStarted(runlet, name, { input: { bad } });
  return { address, subscription, mails, run };
}

async function expectMails(mails: () => Mail[], count: number): Promise<Mail[]> {
  await expect.poll(() => mails().length, { timeout: 150_000 }).toBe(count);
  return mails();
}

/** The link in a mail's text whose path begins so. */
function linkOf({ text }: Mail, path: string): string {
  const [link] = text.match(new RegExp(`${url}/${path}/[^\\s>]+`)) ?? [];
  if (link === undefined) throw new Error(`The mail has no link to ${path}:\n${text}`);
  return link;
}

test('the first failure of a script is mailed to whoever asked, with why, the log and links that work', async () => {
  const { address, mails, run } = await given();
  const failed = await run(true);
  const [mail] = await expectMails(mails, 1);
  if (mail === undefined) throw new Error('There is no mail.');
  expect(mail.subject).toMatch(/^[\x20-\x7e]{1,100}$/);
  expect(mail.text).toContain('bad row');
  expect(mail.text).toContain(failed.id);
  const page = await fetch(linkOf(mail, 'messages'));
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(failed.id)]);
  const { items } = await runlet.listMessages({ query: {} });
  expect(items.filter(({ to }) => to === address)).toMatchObject([{ kind: 'first-failure', state: 'sent', run: failed.id }]);
});

test('that it is well again is mailed too, and a run that succeeds then tells nobody', async () => {
  const { mails, run } = await given();
  await run(true);
  await expectMails(mails, 1);
  const well = await run(false);
  const [, recovered] = await expectMails(mails, 2);
  expect(recovered?.text).toContain(well.id);
  await run(false);
  expect(mails()).toHaveLength(2);
});

test('the link in a mail ends the subscription, once somebody says so on its page', async () => {
  const { subscription, mails, run } = await given();
  await run(true);
  const [mail] = await expectMails(mails, 1);
  if (mail === undefined) throw new Error('There is no mail.');
  const link = linkOf(mail, 'unsubscribe');
  expect((await fetch(link)).status).toBe(200);
  await expect(runlet.getSubscription({ params: { subscription: subscription.id } })).resolves.toMatchObject({ status: 'confirmed' });
  expect((await fetch(link, { method: 'POST' })).status).toBe(200);
  await expect(runlet.getSubscription({ params: { subscription: subscription.id } })).rejects.toMatchObject({ status: 404 });
});

test('a mail that SNS gives up is told so in the record', async () => {
  const { address, mails, run } = await given();
  await run(true);
  await expectMails(mails, 1);
  const [message] = (await runlet.listMessages({ query: {} })).items.filter(({ to }) => to === address);
  const body = JSON.stringify({ Type: 'Notification', MessageAttributes: { messageId: { Type: 'String', Value: message?.id } } });
  const messageAttributes = { ErrorMessage: { stringValue: 'no such mailbox', dataType: 'String' } };
  await scheduler.invoke('undelivered', { Records: [{ messageId: '1', body, messageAttributes }] });
  const [after] = (await runlet.listMessages({ query: { state: 'undelivered' } })).items.filter(({ to }) => to === address);
  expect(after).toMatchObject({ id: message?.id, state: 'undelivered', lastError: expect.stringContaining('no such mailbox') });
});
