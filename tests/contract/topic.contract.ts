import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message, Topic } from '../../functions/ports/topic.ts';
import { givenMessage } from './given-message.ts';

/** A topic under test, and the messages that reached an address. */
export interface TopicUnderTest {
  topic: Topic;
  /** Waits until one is there; empty when none came within a moment. */
  received(address: string): Promise<Pick<Message, 'subject' | 'text'>[]>;
  /** Does what the owner of an address does who agrees to be written to. */
  confirm(address: string): Promise<void>;
  close(): Promise<void>;
}

/** What every edition's topic must do. */
export function topicContract(name: string, open: () => Promise<TopicUnderTest>): void {
  let by: TopicUnderTest;
  beforeAll(async () => {
    by = await open();
  });
  afterAll(() => by.close());

  const given = async (address: string) => {
    const subscribed = await by.topic.subscribe(address);
    await by.confirm(address);
    return subscribed;
  };

  test(`${name}: a message reaches the address that it is for, with its subject and its text`, async () => {
    await given('reader@example.com');
    await by.topic.publish(givenMessage({ to: 'reader@example.com', subject: 'Report failed', text: 'exit code 3\nsecond line: äöü' }));
    const [message] = await by.received('reader@example.com');
    expect(message?.subject).toBe('Report failed');
    expect(message?.text).toContain('exit code 3\nsecond line: äöü');
  });

  test(`${name}: a message reaches nobody else`, async () => {
    await given('other@example.com');
    await given('third@example.com');
    await by.topic.publish(givenMessage({ to: 'third@example.com', subject: 'For the third', text: 'one' }));
    expect(await by.received('third@example.com')).toHaveLength(1);
    expect(await by.received('other@example.com')).toEqual([]);
  });

  test(`${name}: subscribing twice is one subscription`, async () => {
    const once = await given('twice@example.com');
    expect((await by.topic.subscribe('twice@example.com')).ref).toBe(once.ref);
    await by.topic.publish(givenMessage({ to: 'twice@example.com', subject: 'Once', text: 'one' }));
    expect(await by.received('twice@example.com')).toHaveLength(1);
  });

  test(`${name}: a subscription that its owner agreed to says so`, async () => {
    const { ref } = await given('agreed@example.com');
    expect(await by.topic.look(ref)).toBe('confirmed');
  });

  test(`${name}: ending a subscription that is unknown is no error`, async () => {
    const { ref } = await given('leaver@example.com');
    await by.topic.unsubscribe(ref);
    await expect(by.topic.unsubscribe(ref)).resolves.toBeUndefined();
  });

  test.each([
    ['no address', 'name'],
    ['two', 'a@b@c'],
    ['a list', 'a@b.c,d@e.f'],
    ['a line end', 'a@b.c\nBcc: d@e.f'],
    ['empty', ''],
  ])(`${name}: %s is refused as an address`, async (_what, address) => {
    await expect(by.topic.subscribe(address)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(by.topic.publish(givenMessage({ to: address, subject: 'x', text: 'x' }))).rejects.toMatchObject({ code: 'bad-request' });
  });

  test.each([
    ['too long', 'x'.repeat(101)],
    ['two lines', 'a\nBcc: b@c.d'],
    ['not ASCII', 'größer'],
    ['empty', ''],
  ])(`${name}: a subject that is %s is refused`, async (_what, subject) => {
    const sent = by.topic.publish(givenMessage({ to: 'reader@example.com', subject, text: 'x' }));
    await expect(sent).rejects.toMatchObject({ code: 'bad-request', fields: [{ field: 'subject' }] });
  });

  test(`${name}: a text above 200,000 bytes is refused`, async () => {
    const sent = by.topic.publish(givenMessage({ to: 'reader@example.com', subject: 'x', text: 'ä'.repeat(100_001) }));
    await expect(sent).rejects.toMatchObject({ fields: [{ field: 'text', got: '200002 bytes' }] });
  });
}
