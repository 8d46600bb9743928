import type { MailMessage } from '../../../core/schemas/subscription.ts';
import { addressMark, unsubscribeMark } from './record.ts';

type Content = Pick<MailMessage, 'text' | 'html'>;

/** What is sent: with links to the installation at this address, and the one that ends the subscription.
 *  @param url of letters, digits and what else needs no escaping in HTML, as the address. */
export function withLink(content: Content, address: string, url: string): Content {
  return each(content, (text) => text.replaceAll(unsubscribeMark, url).replaceAll(addressMark, address));
}

/** What is shown to people who may read messages and need not be who gets them: in place of the link, how whoever may do so ends the subscription.
 *  @param address of the installation; null leaves links without one, which lead to the same place from a page of its own. */
export function withoutLink({ text, html, subscription }: Content & Pick<MailMessage, 'subscription'>, address: string | null): Content {
  const command = `runlet subscriptions remove ${subscription}`;
  const content = {
    text: text.replaceAll(unsubscribeMark, command),
    html: html.replaceAll(linked, `$<words>: <code>${command}</code>`).replaceAll(unsubscribeMark, '#'),
  };
  return each(content, (part) => part.replaceAll(addressMark, address ?? ''));
}

function each({ text, html }: Content, change: (part: string) => string): Content {
  return { text: change(text), html: change(html) };
}

const linked = new RegExp(`<a\\b[^>]*href="${unsubscribeMark.replaceAll('.', String.raw`\.`)}"[^>]*>(?<words>[^<]*)</a>`, 'g');
