import * as z from 'zod';
import { AppError } from '../../core/errors.ts';

/** What nodemailer says of a mail that did not go: the server's code and the command that it answered, where it came to that. */
const smtpError = z.object({
  message: z.string(),
  code: z.string().optional(),
  responseCode: z.number().optional(),
  command: z.string().optional(),
});

/** Commands of which 5xx speaks of this address or this mail. At all others (greeting, AUTH, MAIL FROM) it speaks of how the server and we are set up,
 *  which somebody may put right. */
const final = new Set(['RCPT TO', 'DATA']);
/** RFC 4954: authentication required or too weak. RFC 5321, 4.5.3.1.10: some servers say 552 for 452, too many for now. */
const ours = new Set([530, 534, 535, 538, 552]);

/** What a failed try is told as: whether it may be tried again, and the server's own words.
 *  @returns AppError `bad-request` for never, `no-capacity` for not now. */
export function refusalOf(error: unknown): AppError {
  const read = smtpError.safeParse(error);
  const { message, code, responseCode = 0, command = '' } = read.success ? read.data : unknown(error);
  const never = final.has(command) && responseCode >= 500 && !ours.has(responseCode);
  if (never) return new AppError('bad-request', `The mail server refused the message for this address: ${message}`);
  if (code === 'EAUTH') return new AppError('no-capacity', `The mail server did not accept user and password: ${message}`);
  return new AppError('no-capacity', `The mail server did not take the message: ${message}`);
}

function unknown(error: unknown): z.infer<typeof smtpError> {
  return { message: String(error) };
}
