import { AppError } from '../../../core/errors.ts';
import { escapeHtml } from '../../../core/html.ts';
import * as routes from '../../../core/routes/subscriptions.ts';
import { isTerminal } from '../../../core/run.ts';
import { http } from '../../doors/http.ts';
import type { Stores } from '../../stores/index.ts';
import { withoutLink } from '../../stores/messages/unsubscribing.ts';
import { pageType } from './page.ts';

/** Shows a message as it was sent, under a bar that says what has become of its run since. The link that ends the subscription stays in the mail:
 *  who was shown a message may not end what another hears of. */
export const showMessage = http(routes.showMessage, async ({ params, services: { stores } }) => {
  const message = await stores.messages.byLink(params.token);
  const since = message.run === null ? '' : ` ${await becameOf(stores, message.run)}`;
  const inMail = message.state === 'kept' ? '' : ' The link that stops these messages stands in the mail itself.';
  const bar = `<div id="about-this-message" style="font: 14px system-ui, sans-serif; padding: 8px 12px; background: #eef2f7; color: #1f2933">
Written ${escapeHtml(readable(message.createdAt))}.${escapeHtml(since)}${inMail}</div>`;
  return { body: withoutLink(message, null).html.replace(/<body[^>]*>/i, (body) => `${body}\n${bar}`), type: pageType };
});

async function becameOf(stores: Stores, runId: string): Promise<string> {
  try {
    // Its sentence is left out: it may quote what the script raised, and who has the link may read only what was cleaned of secrets.
    const { status, reason, endedAt } = await stores.runs.record(runId);
    return isTerminal(status) && endedAt !== null
      ? `The run ${runId} ended as ${status}${reason === null ? '' : ` (${reason})`} ${readable(endedAt)}.`
      : `The run ${runId} has not ended: it is ${status} now.`;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found')
      return `The record of the run ${runId} is gone: runs are not kept for ever.`;
    throw error;
  }
}

/** `2026-03-29 02:00 UTC`. */
function readable(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
