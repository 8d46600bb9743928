import { askUnsubscribe } from './ask-unsubscribe.ts';
import { createSubscription } from './create-subscription.ts';
import { deleteSubscription } from './delete-subscription.ts';
import { getSubscription } from './get-subscription.ts';
import { listMessages } from './list-messages.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { showMessage } from './show-message.ts';
import { unsubscribe } from './unsubscribe.ts';
import { updateSubscription } from './update-subscription.ts';

/** What the resource `subscriptions` can do. */
export const subscriptionsOperations = {
  askUnsubscribe,
  createSubscription,
  deleteSubscription,
  getSubscription,
  listMessages,
  listSubscriptions,
  showMessage,
  unsubscribe,
  updateSubscription,
} as const;
