import { checkMessage } from '../../functions/ports/message.ts';
import type { Topic } from '../../functions/ports/topic.ts';
import { localSubscriptions } from './subscriptions.ts';

/** Without a mail server messages stay in the record, where people can read them: nothing is carried anywhere. */
export function createOutbox(): Topic {
  return {
    ...localSubscriptions,
    publish: async (message) => {
      checkMessage(message);
      return 'kept';
    },
  };
}
