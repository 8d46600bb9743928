import { mailSettings } from '../../local/mail-settings.ts';
import type { SmtpSettings } from '../../local/topic/smtp.ts';
import { UsageError } from '../usage-error.ts';

/** What the environment says of mail, taken out of it, so that nothing that this process starts inherits a password.
 *  @throws UsageError when a part is missing or means nothing. */
export function mailFromEnvironment(env: NodeJS.ProcessEnv): SmtpSettings | null {
  const { RUNLET_SMTP_URL, RUNLET_MAIL_FROM } = env;
  delete env['RUNLET_SMTP_URL'];
  try {
    return mailSettings({ RUNLET_SMTP_URL, RUNLET_MAIL_FROM });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
