import type { Message } from '../../functions/ports/topic.ts';

/** A message that every carrier takes. */
export function givenMessage(wanted: Partial<Message> = {}): Message {
  return { to: 'reader@example.com', subject: 'One', text: 'one', messageId: 'msg_1', ...wanted };
}
