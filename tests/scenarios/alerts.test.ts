import { expect } from 'vitest';
import type { CreateSubscriptionBody, MailMessage } from '../../core/schemas/subscription.ts';
import { scenario } from './scenario.ts';
import type { Edition } from './scenario.ts';
import { givenStarted } from './stories.ts';

const fails = 'import sys\nprint("the table has no column temp_max")\nsys.exit(3)\n';
const works = 'print("well")\n';

/** A saved script under a name that no other story has. */
async function givenScript({ runlet, name }: Edition, source: string): Promise<string> {
  const script = `told-${name}-${Math.random().toString(36).slice(2)}`;
  await runlet.createScript({ body: { name: script, source } });
  return script;
}

async function givenSubscription(
  { runlet }: Edition,
  body: Partial<CreateSubscriptionBody> = {},
): Promise<{ id: string; address: string }> {
  const address = `ada+${Math.random().toString(36).slice(2)}@example.com`;
  return runlet.createSubscription({ body: { address, ...body } });
}

/** The messages to an address, the first one first, once there are as many. */
async function messagesTo({ runlet }: Edition, address: string, count: number): Promise<MailMessage[]> {
  for (;;) {
    const { items } = await runlet.listMessages({ query: { limit: 200 } });
    const those = items.filter(({ to }) => to === address);
    if (those.length >= count) return those.toReversed();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What becomes of a message where the story is told: the emulator of AWS takes each owner for one who has agreed, and here there is no mail server. */
const taken = ({ name }: Edition) => (name === 'aws' ? 'sent' : 'kept');

scenario('the first failure of a script is told with its reason, its last lines and its run', async (edition) => {
  const script = await givenScript(edition, fails);
  const { address } = await givenSubscription(edition, { script });
  const run = await givenStarted(edition.runlet, script);
  const [message] = await messagesTo(edition, address, 1);
  expect(message).toMatchObject({ kind: 'first-failure', script, run: run.id });
  await expect.poll(async () => (await messagesTo(edition, address, 1))[0]?.state, { timeout: 30_000 }).toBe(taken(edition));
  expect(message?.subject).toMatch(/^[\x20-\x7e]{1,100}$/);
  expect(message?.subject).toContain('failed: exit code 3');
  expect(message?.text).toContain(script);
  expect(message?.text).toContain('the table has no column temp_max');
  expect(message?.text).toContain(run.message ?? 'a sentence');
  expect(message?.html).toContain('the table has no column temp_max');
});

scenario('repeats of a failure are not told one by one, and that the script is well again is', async (edition) => {
  const { runlet } = edition;
  const script = await givenScript(edition, fails);
  const { address } = await givenSubscription(edition, { script });
  await givenStarted(runlet, script);
  await givenStarted(runlet, script);
  await givenStarted(runlet, script);
  await runlet.createVersion({ params: { script }, body: { source: works } });
  const well = await givenStarted(runlet, script);
  expect(well.status).toBe('SUCCEEDED');
  const messages = await messagesTo(edition, address, 2);
  expect(messages.map(({ kind }) => kind)).toEqual(['first-failure', 'recovered']);
  expect(messages[1]).toMatchObject({ run: well.id });
});

scenario('who asked for one script, or for its successes, hears of nothing else', async (edition) => {
  const { runlet } = edition;
  const [script, other] = [await givenScript(edition, works), await givenScript(edition, fails)];
  const { address } = await givenSubscription(edition, { script, statuses: ['SUCCEEDED'] });
  const { address: everything } = await givenSubscription(edition, { script: other });
  await givenStarted(runlet, other);
  const run = await givenStarted(runlet, script);
  expect(await messagesTo(edition, address, 1)).toMatchObject([{ kind: 'ended', run: run.id }]);
  expect(await messagesTo(edition, everything, 1)).toMatchObject([{ kind: 'first-failure', script: other }]);
});

scenario('secrets of the input are told to nobody', async (edition) => {
  const source = 'def main(api_key: str):\n    print("calling with", api_key)\n    raise ValueError(api_key)\n';
  const script = await givenScript(edition, source);
  const { address } = await givenSubscription(edition, { script });
  await givenStarted(edition.runlet, script, { input: { api_key: 'hunter2hunter2' } });
  const [message] = await messagesTo(edition, address, 1);
  expect(`${message?.subject}${message?.text}${message?.html}`).not.toContain('hunter2hunter2');
  expect(message?.text).toContain('calling with');
});

scenario('a preview that fails is told to nobody', async (edition) => {
  const { address } = await givenSubscription(edition);
  await edition.runlet.previewRun({ query: { wait: 25 }, body: { source: fails } });
  const script = await givenScript(edition, fails);
  const run = await givenStarted(edition.runlet, script);
  const mine = (await messagesTo(edition, address, 1)).filter((message) => message.script === null || message.run === run.id);
  expect(mine).toMatchObject([{ run: run.id, script }]);
});

scenario(
  'a link in each message shows it to whoever has it, and neither page nor list lets them end what others hear of',
  async (edition) => {
    const { runlet } = edition;
    const script = await givenScript(edition, fails);
    const { id, address } = await givenSubscription(edition, { script });
    await givenStarted(runlet, script);
    const [message] = await messagesTo(edition, address, 1);
    const shown = /\/messages\/[\w.~-]+/.exec(message?.text ?? '')?.[0] ?? '/no-link';
    const page = await edition.ask(shown, { headers: { authorization: '' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const content = await page.text();
    expect(content).toContain('temp_max');
    expect(`${content}${message?.text}${message?.html}`).not.toMatch(/\/unsubscribe\/\w/);
    await runlet.deleteSubscription({ params: { subscription: id } });
    await givenStarted(runlet, script);
    expect(await messagesTo(edition, address, 1)).toHaveLength(1);
    await expect(runlet.getSubscription({ params: { subscription: id } })).rejects.toMatchObject({ status: 404 });
  },
);

scenario('what is no address, no script and no subscription is refused in words', async ({ runlet }) => {
  await expect(runlet.createSubscription({ body: { address: 'ada at example.com' } })).rejects.toMatchObject({
    status: 400,
    errors: [{ field: 'address', expected: expect.stringContaining('name@example.com') }],
  });
  const unknown = runlet.createSubscription({ body: { address: 'ada@example.com', script: 'never-saved' } });
  await expect(unknown).rejects.toMatchObject({ status: 404 });
  await expect(runlet.getSubscription({ params: { subscription: 'sub_unknown' } })).rejects.toMatchObject({ status: 404 });
});
