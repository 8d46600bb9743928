import { hasUnseen, isAddress } from '../functions/ports/message.ts';
import type { SmtpSettings } from './topic/smtp.ts';

/** What the operator says of mail; the address holds a password, so it is said in the environment and not on a command line that others can read. */
export interface MailVariables {
  RUNLET_SMTP_URL?: string | undefined;
  RUNLET_MAIL_FROM?: string | undefined;
}

const example = 'smtp://user:password@mail.example.com:587';

/** Where mail is handed over, and whom it is from; null when nothing is said, and messages stay in the outbox.
 *  @throws Error in a sentence that shows nothing of a password. */
export function mailSettings({ RUNLET_SMTP_URL: url = '', RUNLET_MAIL_FROM: from = '' }: MailVariables): SmtpSettings | null {
  if (url === '' && from === '') return null;
  if (url === '')
    throw new Error(`RUNLET_MAIL_FROM is set and RUNLET_SMTP_URL is not; say where mail is handed over, like ${example}, or set neither.`);
  checkUrl(url);
  if (from === '')
    throw new Error(
      'RUNLET_SMTP_URL is set and RUNLET_MAIL_FROM is not; say whom mail is from, like "Runlet <runlet@example.com>", or set neither.',
    );
  if (!isSender(from))
    throw new Error(`RUNLET_MAIL_FROM is ${JSON.stringify(from.slice(0, 80))}; it takes "name@example.com" or "Name <name@example.com>".`);
  return { url, from };
}

function checkUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null)
    throw new Error(
      `RUNLET_SMTP_URL is no address; it takes one like ${example}, with characters such as @ : / # % in user and password written as %40 %3A %2F %23 %25.`,
    );
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    throw new Error(`RUNLET_SMTP_URL begins with ${url.protocol}//; it takes smtp:// (TLS by STARTTLS) or smtps:// (TLS from the start).`);
  if (url.hostname === '') throw new Error(`RUNLET_SMTP_URL names no host; it takes an address like ${example}.`);
  if (![url.username, url.password].every(isEncoded))
    throw new Error('RUNLET_SMTP_URL has a % in user or password that encodes nothing; write a % itself as %25.');
}

function isEncoded(text: string): boolean {
  return !/%(?![0-9a-f]{2})/i.test(text) && canDecode(text);
}

function canDecode(text: string): boolean {
  try {
    return decodeURIComponent(text).length >= 0;
  } catch {
    return false;
  }
}

function isSender(from: string): boolean {
  if (hasUnseen(from)) return false;
  return isAddress(from) || isAddress(/^[^<>]*<([^<>]+)>$/.exec(from)?.[1] ?? '');
}
