import { expect, it } from 'vitest';
import type { MessageDraft } from '../../../../functions/stores/messages/record.ts';
import { unsubscribeToken } from '../../../../functions/stores/subscriptions.ts';
import { givenSubscriptions } from './given-subscriptions.ts';
import { givenDraft } from '../../notices/given-delivery.ts';
import type { GivenSubscriptions } from './given-subscriptions.ts';

const given = givenSubscriptions();

/** A subscription and the address of the page that ends it. */
async function givenLink(by: GivenSubscriptions) {
  const { id } = await by.subscribe({ address: 'reader@example.com', label: '<i>daily</i>' });
  return { id, path: `/unsubscribe/${unsubscribeToken(await by.services.stores.subscriptions.require(id))}` };
}

async function givenMessage(by: GivenSubscriptions, wanted: Partial<MessageDraft> = {}) {
  const draft = { ...givenDraft(await by.subscribe({ address: 'reader@example.com' })), ...wanted };
  await by.services.stores.messages.record([draft]);
  return draft;
}

async function isThere({ call }: GivenSubscriptions, id: string): Promise<boolean> {
  return (await call('GET', `/v1/subscriptions/${id}`)).status === 200;
}

it('looking at the link that ends a subscription ends nothing, and escapes what people wrote', async () => {
  const { id, path } = await givenLink(given());
  const page = await given().open('GET', path);
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain('<form method="post">');
  expect(html).toContain('&lt;i&gt;daily&lt;/i&gt;');
  expect(html).not.toContain('<i>');
  expect(await isThere(given(), id)).toBe(true);
});

it.each([
  ['the button of the page', new URLSearchParams()],
  ["a mail program's button, as RFC 8058 has it", new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })],
])('%s ends the subscription, once', async (_what, form) => {
  const { id, path } = await givenLink(given());
  const ended = await given().open('POST', path, form);
  expect(ended.status).toBe(200);
  expect(await ended.text()).toContain('have ended');
  expect(await isThere(given(), id)).toBe(false);
  expect(await given().topic.look('ref:reader@example.com')).toBe('gone');
  expect((await given().open('POST', path, form)).status).toBe(404);
});

it('a form of several parts ends it too', async () => {
  const { id, path } = await givenLink(given());
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  expect((await given().open('POST', path, form)).status).toBe(200);
  expect(await isThere(given(), id)).toBe(false);
});

it('a form that is no press of a button is refused unread, as a page', async () => {
  const { id, path } = await givenLink(given());
  const refused = await given().open('POST', path, new URLSearchParams({ much: 'x'.repeat(70_000) }));
  expect({ status: refused.status, type: refused.headers.get('content-type') }).toEqual({ status: 413, type: 'text/html; charset=utf-8' });
  expect(await isThere(given(), id)).toBe(true);
});

it('a message is shown to whoever has its link, with what became of its run, and without the link that ends the subscription', async () => {
  const { token, subscription } = await givenMessage(given(), { run: 'run_01JH7Q3V9ZK4M2N8P6R5S1T0WX' });
  const page = await given().open('GET', `/messages/${token}`);
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).toMatch(/<body[^>]*>\s*<div id="about-this-message"/);
  expect(html).toContain('The record of the run run_01JH7Q3V9ZK4M2N8P6R5S1T0WX is gone');
  expect(html).toContain('<p>report failed</p>');
  expect(html).toContain(`stop: <code>runlet subscriptions remove ${subscription}</code>`);
  expect(html).not.toContain('unsubscribe');
});

it('pages run nothing, load nothing, are kept by nobody and tell other sites nothing of their address', async () => {
  const { token } = await givenMessage(given());
  const { headers } = await given().open('GET', `/messages/${token}`);
  const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
});

it.each(['/messages/x', '/messages/01JH7Q3V9ZK4M2N8P6R5S1T0WX.AAAAAAAAAAAAAAAAAAAAAA', '/unsubscribe/x', '/unsubscribe/%3Cscript%3E'])(
  'an unknown link is a page with a sentence: %s',
  async (path) => {
    const page = await given().open('GET', path);
    expect(page.status).toBe(404);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toMatch(/This link (shows no message|ends no subscription)/);
  },
);

it('the right message with another secret is as unknown as any', async () => {
  const { token } = await givenMessage(given());
  const other = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  expect((await given().open('GET', `/messages/${other}`)).status).toBe(404);
});

it('the API shows messages with what became of them, and no secret', async () => {
  const { id, token, subscription } = await givenMessage(given());
  const { body } = await given().call('GET', '/v1/messages?state=waiting');
  expect(body).toMatchObject({ items: [{ id, to: 'reader@example.com', state: 'waiting', tries: 0, subject: 'report failed' }] });
  expect(JSON.stringify(body)).not.toContain(token.slice(27));
  expect(JSON.stringify(body)).not.toContain('unsubscribe');
  expect(body).toMatchObject({ items: [{ text: `report failed\nStop: runlet subscriptions remove ${subscription}\n` }] });
  expect(await given().call('GET', '/v1/messages?state=sent')).toMatchObject({ body: { items: [] } });
  expect(await given().call('GET', '/v1/messages?state=lost')).toMatchObject({ status: 400 });
});
