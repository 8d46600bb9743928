import type { Take } from './take.ts';

const user = /[^:/@]{0,256}:/y;
const port = /\d{1,5}(?:[/?#]|$)/y;

/** Passwords in addresses such as `postgres://ada:s3cr3t@db.example.com`; written as they are, they may hold / : and @. */
export function addressSecrets(text: string, take: Take): string {
  if (!text.includes('://') || !text.includes('@')) return text;
  return text.replaceAll(/[^\s"'<>]+/g, (word: string) => {
    const end = word.lastIndexOf('@');
    const begin = end < 0 ? -1 : passwordIn(word, end);
    return begin < 0 ? word : `${word.slice(0, begin)}${take(word.slice(begin, end))}${word.slice(end)}`;
  });
}

/** Where the first password of a word begins, which ends at `end`; -1 when there is none. */
function passwordIn(word: string, end: number): number {
  for (let at = word.indexOf('://'); at >= 0 && at < end; at = word.indexOf('://', at + 3)) {
    user.lastIndex = at + 3;
    if (!user.test(word) || user.lastIndex >= end) continue;
    port.lastIndex = user.lastIndex;
    if (!port.test(word.slice(0, end))) return user.lastIndex;
  }
  return -1;
}
