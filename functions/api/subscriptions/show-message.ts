import { AppError } from '../../../core/errors.ts';
import { escapeHtml } from '../../../core/html.ts';
import * as routes from '../../../core/routes/subscriptions.ts';
import { isTerminal } from '../../../core/run.ts';
import { http } from '../../doors/http.ts';
import type { Stores } from '../../stores/index.ts';
import { unsubscribeMark } from '../../stores/messages/record.ts';
import { pageType } from './page.ts';

/** Shows a message as it was sent, under a bar that says what has become of its run since. The link that ends the subscription stays in the mail:
 *  who was shown a message may not end what another hears of. */
export const showMessage = http(routes.showMessage, async ({ params, services: { stores } }) => {
  const message = await stores.messages.byLink(params.token);
  const since = message.run === null ? '' : ` ${await becameOf(stores, message.run)}`;
  const bar = `<div id="about-this-message" style="font: 14px system-ui, sans-serif; padding: 8px 12px; background: #eef2f7; color: #1f2933">
Written ${escapeHtml(readable(message.createdAt))}.${escapeHtml(since)} The link that stops these messages stands in the mail itself.</div>`;
  const shown = message.html.replaceAll(unsubscribeMark, '#about-this-message');
  return { body: shown.replace(/<body[^>]*>/i, (body) => `${body}\n${bar}`), type: pageType };
});

async function becameOf(stores: Stores, runId: string): Promise<string> {
  try {
    const { status, message, endedAt } = await stores.runs.record(runId);
    const why = message === null ? '' : ` ${message}`;
    return isTerminal(status) && endedAt !== null
      ? `The run ${runId} ended as ${status} ${readable(endedAt)}.${why}`
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
