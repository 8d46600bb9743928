import { AppError } from '../../core/errors.ts';

/** What SSM keeps for nothing: a standard parameter. An advanced one holds 8,192 bytes and costs $0.05 a month each.
 *  Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
export const mostValueBytes = 4096;

const nameForm = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

export function isSecretName(name: string): boolean {
  return nameForm.test(name);
}

/** Refuses what one of the editions could not keep. @throws AppError `bad-request` naming the field, and never the value. */
export function checkSecret(name: string, value: string): void {
  const bytes = new TextEncoder().encode(value).byteLength;
  const wrong = [
    ...(isSecretName(name)
      ? []
      : [{ field: 'name', expected: '1 to 64 letters, digits, _ . or -, the first a letter', got: JSON.stringify(name).slice(0, 80) }]),
    ...(bytes >= 1 && bytes <= mostValueBytes
      ? []
      : [{ field: 'value', expected: `text of 1 to ${mostValueBytes} bytes in UTF-8`, got: `${bytes} bytes` }]),
    ...(value.isWellFormed() && !value.includes('\0')
      ? []
      : [{ field: 'value', expected: 'Unicode text without NUL', got: 'a NUL character or a lone surrogate' }]),
  ];
  if (wrong.length > 0) throw new AppError('bad-request', 'The secret cannot be kept as it is; each wrong field is named.', wrong);
}
