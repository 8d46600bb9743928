import { AppError } from '../../../core/errors.ts';

/** Names under which SNS refuses a message that it will never take. AWS docs: "Publish", errors. */
const never = new Set(['InvalidParameterException', 'InvalidParameterValueException', 'ValidationException']);

/** Why SNS did not take a message, and whether it may be tried again. */
export function publishRefusal(error: unknown): AppError {
  const { name, message } = named(error);
  if (never.has(name)) return new AppError('bad-request', `SNS refused the message: ${message}`);
  return new AppError('no-capacity', `SNS did not take the message: ${name}.`);
}

/** Why SNS did not take an address; what nobody can do anything about stays what it was. */
export function subscribeRefusal(error: unknown): unknown {
  const { name, message } = named(error);
  if (name === 'FilterPolicyLimitExceededException' || name === 'SubscriptionLimitExceededException')
    return new AppError(
      'bad-request',
      'SNS takes 200 addresses in this installation, and there are as many; remove one, or subscribe the address of a mailing list.',
    );
  if (/already exists with different attributes/.test(message))
    return new AppError(
      'conflict',
      'SNS has this address under other settings, from an older deployment; end that subscription in the console of SNS, then subscribe again.',
    );
  if (never.has(name))
    return new AppError('bad-request', `SNS refused the address: ${message}`, [
      { field: 'address', expected: 'an e-mail address that SNS takes', got: message.slice(0, 200) },
    ]);
  return error;
}

function named(error: unknown): { name: string; message: string } {
  return error instanceof Error ? error : { name: 'unknown', message: String(error) };
}
