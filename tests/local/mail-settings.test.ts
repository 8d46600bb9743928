import { expect, test } from 'vitest';
import { mailSettings } from '../../local/mail-settings.ts';

const from = 'Runlet <runlet@example.com>';
const url = 'smtp://user:secret@mail.example.com:587';

test('nothing said is no mail server, and both said is one', () => {
  expect(mailSettings({})).toBeNull();
  expect(mailSettings({ RUNLET_SMTP_URL: '', RUNLET_MAIL_FROM: '' })).toBeNull();
  expect(mailSettings({ RUNLET_SMTP_URL: url, RUNLET_MAIL_FROM: from })).toEqual({ url, from });
});

test.each([
  ['smtps://mail.example.com', 'runlet@example.com'],
  ['smtp://127.0.0.1:2525', 'Runlet <runlet@example.com>'],
  ['smtp://user%40example.com:a%2Fb%23c@mail.example.com', 'runlet@example.com'],
])('takes %s from %s', (given, sender) => {
  expect(mailSettings({ RUNLET_SMTP_URL: given, RUNLET_MAIL_FROM: sender })).toEqual({ url: given, from: sender });
});

test.each([
  [url, undefined, /RUNLET_MAIL_FROM is not; say whom mail is from/],
  [undefined, from, /RUNLET_SMTP_URL is not; say where mail is handed over/],
  ['user:secret@mail.example.com', from, /smtp:\/\/ \(TLS by STARTTLS\)|is no address/],
  ['smtp://user:sec#ret/@mail.example.com', from, /is no address.*%23/],
  ['https://user:secret@mail.example.com', from, /begins with https:\/\/; it takes smtp:\/\//],
  ['smtp://user:100%secret@mail.example.com', from, /write a % itself as %25/],
  ['smtp://', from, /no address|names no host/],
  [url, 'Runlet', /RUNLET_MAIL_FROM is "Runlet"; it takes/],
  [url, 'a@example.com, b@example.com', /it takes "name@example.com"/],
  [url, 'Runlet <a@example.com>\r\nBcc: b@example.com', /it takes "name@example.com"/],
  [url, 'Runlet <a@example.com\u0001>', /it takes "name@example.com"/],
  [url, 'tel\u202EnuR <a@example.com>', /it takes "name@example.com"/],
  [url, 'Run\u0000let <a@example.com>', /it takes "name@example.com"/],
])('refuses %j from %j in a sentence without the password', (given, sender, sentence) => {
  const refused = () => mailSettings({ RUNLET_SMTP_URL: given, RUNLET_MAIL_FROM: sender });
  expect(refused).toThrow(sentence);
  expect(refused).not.toThrow(/sec#?ret/);
});
