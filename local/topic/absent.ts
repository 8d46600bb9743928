import { AppError } from '../../core/errors.ts';
import { checkMessage } from '../../functions/ports/message.ts';
import type { Topic } from '../../functions/ports/topic.ts';
import { localSubscriptions } from './subscriptions.ts';

/** For a process that goes as soon as it is done: it knows neither the mail server nor the address that people use, so its messages wait for the
 *  server of the data folder. */
export const absentTopic: Topic = {
  ...localSubscriptions,
  publish: async (message) => {
    checkMessage(message);
    throw new AppError('no-capacity', 'It waits for the server of this data folder (`runlet start`), which hands messages over.');
  },
};
