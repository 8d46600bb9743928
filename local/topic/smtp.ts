import { createTransport } from 'nodemailer';
import { AppError } from '../../core/errors.ts';
import { checkMessage } from '../../functions/ports/message.ts';
import type { Topic } from '../../functions/ports/topic.ts';
import { localSubscriptions } from './subscriptions.ts';

export interface SmtpSettings {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  url: string;
  /** Who the mails are from. */
  from: string;
  /** How long a server may keep us waiting at each step, in milliseconds. */
  patienceMs?: number;
}

/** Messages through an SMTP server. */
export function createSmtpTopic({ url, from, patienceMs = 20_000 }: SmtpSettings): Topic & { close(): void } {
  const patience = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const transport = createTransport({ url, ...patience }, { from });
  return {
    ...localSubscriptions,
    publish: async (message) => {
      checkMessage(message);
      await transport.sendMail({ to: message.to, subject: message.subject, text: message.text }).catch((error: unknown) => {
        throw new AppError(
          'no-capacity',
          `The mail server did not take the message: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
    },
    close: () => transport.close(),
  };
}
