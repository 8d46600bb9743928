import { expect, onTestFinished, test } from 'vitest';
import { unsubscribeToken } from '../../functions/stores/subscriptions.ts';
import { startServer } from '../../local/http/server.ts';
import { givenSubscriptions } from '../functions/api/subscriptions/given-subscriptions.ts';
import { raw, sendRaw } from './given-server.ts';

const given = givenSubscriptions();

/** A served subscription, and what a sender of the form hears. */
async function givenServed() {
  const { app, services, subscribe } = given();
  const { id } = await subscribe({ address: 'reader@example.com' });
  const server = await startServer({ app, host: '127.0.0.1', port: 0, log: services.settings.log });
  onTestFinished(async () => server.close(0));
  const token = unsubscribeToken(await services.stores.subscriptions.require(id));
  const post = async (headers: Record<string, string>) => {
    const body = 'List-Unsubscribe=One-Click';
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': `${body.length}`, connection: 'close' };
    return await sendRaw(
      server.port,
      raw(`POST /unsubscribe/${token}`, { host: `127.0.0.1:${server.port}`, ...form, ...headers }, body),
      () => false,
    );
  };
  return { post, origin: `http://127.0.0.1:${server.port}`, isThere: async () => (await services.stores.subscriptions.find(id)) !== null };
}

test('a mail program, which is no browser and has no origin, ends a subscription by one POST', async () => {
  const { post, isThere } = await givenServed();
  expect(await post({})).toMatch(/^HTTP\/1\.1 200 /);
  expect(await isThere()).toBe(false);
});

test("the page's own form ends it, as browsers send it from there", async () => {
  const { post, origin, isThere } = await givenServed();
  expect(await post({ origin, 'sec-fetch-site': 'same-origin' })).toMatch(/^HTTP\/1\.1 200 /);
  expect(await isThere()).toBe(false);
});

test("another site's form does not", async () => {
  const { post, isThere } = await givenServed();
  expect(await post({ origin: 'https://other.example.com', 'sec-fetch-site': 'cross-site' })).toMatch(/^HTTP\/1\.1 403 /);
  expect(await isThere()).toBe(true);
});
