import { expect, test } from 'vitest';
import { checkMessage, isAddress } from '../../../functions/ports/message.ts';

test.each(['a@b', 'name@example.com', 'jörg+runs@bücher.example', "o'neil@mail.example.com"])('%j is an address', (text) =>
  expect(isAddress(text)).toBe(true),
);

test.each([
  ['a NUL', 'a\u0000@example.com'],
  ['a control character in the domain', 'a@x.y\u0001RCPT'],
  ['DEL', 'a@example.com\u007F'],
  ['a control character of the second set', 'a\u0085b@example.com'],
  ['a turned direction', 'moc.elpmaxe\u202E@a.example'],
  ['a zero-width blank', 'a\u200Bb@example.com'],
  ['a soft hyphen', 'a@exam\u00ADple.com'],
  ['half a character', 'a\uD800@example.com'],
  ['a character of private use', 'a\uE000@example.com'],
  ['a variation sign', 'a\uFE0F@example.com'],
  ['a filler', 'a\u3164@example.com'],
  ['an empty braille pattern', 'a\u2800@example.com'],
  ['a line break', 'a@example.com\r\nRCPT TO:<b@example.com>'],
  ['a blank', 'a b@example.com'],
  ['two signs', 'a@b@example.com'],
])('what has %s is no address', (_, text) => expect(isAddress(text)).toBe(false));

test.each(['it failed\r\nBcc: b@example.com', 'it failed\u0000', 'it failed\u007F', 'deliaf ti\u202E', 'it f\u200Bailed', ''])(
  'a message with the subject %j is refused before it is handed over',
  (subject) => {
    const message = { to: 'a@example.com', text: '', messageId: 'msg_1' };
    expect(() => checkMessage({ ...message, subject: 'it failed' })).not.toThrow();
    expect(() => checkMessage({ ...message, subject })).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ field: 'subject' })] }),
    );
  },
);
