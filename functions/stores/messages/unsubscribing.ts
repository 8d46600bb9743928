import type { MailMessage } from '../../../core/schemas/subscription.ts';
import { unsubscribeMark } from './record.ts';

type Content = Pick<MailMessage, 'text' | 'html'>;

/** What is sent: with the link that ends the subscription. @param url of letters, digits and what else needs no escaping in HTML. */
export function withLink({ text, html }: Content, url: string): Content {
  return { text: text.replaceAll(unsubscribeMark, url), html: html.replaceAll(unsubscribeMark, url) };
}

/** What is shown to people who may read messages and need not be who gets them: in place of the link, how whoever may do so ends the subscription. */
export function withoutLink({ text, html, subscription }: Content & Pick<MailMessage, 'subscription'>): Content {
  const command = `runlet subscriptions remove ${subscription}`;
  return {
    text: text.replaceAll(unsubscribeMark, command),
    html: html.replaceAll(linked, `$<words>: <code>${command}</code>`).replaceAll(unsubscribeMark, '#'),
  };
}

const linked = new RegExp(`<a\\b[^>]*href="${unsubscribeMark.replaceAll('.', String.raw`\.`)}"[^>]*>(?<words>[^<]*)</a>`, 'g');
