import type { Services } from '../services.ts';

/** A message that SNS had taken and could not deliver, as its dead letter tells. */
export interface UndeliveredMessage {
  /** The attribute `messageId` under which it was published. */
  messageId: string;
  /** What SNS says, where it says something. */
  error: string | null;
}

/** Notes in the record that a message did not arrive. A dead letter that comes twice, or is of no message that is kept, changes nothing. */
export async function messageUndelivered(
  { stores, settings }: Pick<Services, 'stores' | 'settings'>,
  told: UndeliveredMessage,
): Promise<void> {
  const { messageId, error } = told;
  const noted = await stores.messages.undelivered(messageId, error ?? 'SNS took the message and could not deliver it.');
  if (noted) settings.log('error', 'a message was not delivered', { message: messageId });
}
