import { AppError } from '../../core/errors.ts';
import type { FieldError } from '../../core/errors.ts';
import type { Message } from './topic.ts';

const maxSubject = 100;
const maxText = 200_000;

/** Whether text can be an e-mail address as carriers take it: one @, no blanks, nothing that cannot be seen, at most 254 characters (RFC 5321). */
export function isAddress(text: string): boolean {
  return text.length <= 254 && !hasUnseen(text) && /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:".]+(\.[^\s@<>()[\]\\,;:".]+)*$/.test(text);
}

/** Whether text holds characters that a reader does not see or that turn what is seen: controls, directions, half characters, fillers. */
export function hasUnseen(text: string): boolean {
  return /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

/** The address with the domain in lower case, in which domains are all the same; the part before it is its owner's affair. */
export function plainAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at + 1)}${address.slice(at + 1).toLowerCase()}`;
}

/** Refuses a message that a carrier would refuse, before it is handed over.
 *  @throws AppError `bad-request` naming the field. */
export function checkMessage({ to, subject, text, html = '', messageId }: Message): void {
  const wrong = [
    ...(isAddress(to) ? [] : [{ field: 'to', expected: 'an e-mail address like name@example.com', got: shown(to) }]),
    ...(subject.length >= 1 && subject.length <= maxSubject && /^[\x20-\x7e]*$/.test(subject)
      ? []
      : [{ field: 'subject', expected: `one line of 1 to ${maxSubject} ASCII characters`, got: shown(subject) }]),
    ...tooLong('text', text),
    ...tooLong('html', html),
    ...(/^[\w-]{1,100}$/.test(messageId)
      ? []
      : [{ field: 'messageId', expected: '1 to 100 letters, digits, _ and -', got: shown(messageId) }]),
  ];
  if (wrong.length > 0) throw new AppError('bad-request', undefined, wrong);
}

function tooLong(field: string, text: string): FieldError[] {
  const bytes = new TextEncoder().encode(text).length;
  return bytes <= maxText ? [] : [{ field, expected: `at most ${maxText} bytes of UTF-8`, got: `${bytes} bytes` }];
}

/** @throws AppError `bad-request` for what is no e-mail address. */
export function checkAddress(address: string): void {
  if (isAddress(address)) return;
  throw new AppError('bad-request', undefined, [
    { field: 'address', expected: 'an e-mail address like name@example.com', got: shown(address) },
  ]);
}

function shown(text: string): string {
  return JSON.stringify(text).slice(0, 80);
}
