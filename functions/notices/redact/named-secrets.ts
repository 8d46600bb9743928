import { isSecretName } from './secret-names.ts';
import { mark } from './take.ts';
import type { Take } from './take.ts';

const name = String.raw`(?<![\w.-])([\w.-]{1,200})`;
const quote = String.raw`\\{0,9}["']?`;
const gap = String.raw`\s{0,20}`;
const sign = `${quote}${gap}(?:=>|:=|==|[:=]|%3[AaDd])${gap}`;

/** What stands before a value: `name = `, `"name", ` as in a list of pairs, `--name `. A name begins where a run of its signs does, so that each run is read once. */
const head = new RegExp(
  String.raw`${name}(?:${sign}|\\{0,9}["']${gap},${gap}(?=\\{0,9}["'])|(?<=(?<![\w.-])--?[\w-]{1,200})[ \t]{1,20}(?=[^\s-]))`,
  'g',
);

/** Behind `name: ` of a pair like `{"name": "DB_PASSWORD", "value": "…"}`: the name's own name, and what its value is called. */
const pair = new RegExp(`${quote}([\\w.-]{1,200})${quote}${gap},?${gap}${quote}(?:value|val|content)${sign}`, 'iy');
const pairName = /^(?:name|key|field|header|variable|id)$/i;

/** In quotes that are escaped themselves, as in a JSON text within another. */
const escaped = /(\\{1,9}["'])((?:(?!(?<!\\)\1)[^\n])*)/y;
const doubly = /(")((?:[^"\\\n]|\\[^\n])*)/y;
const singly = /(')((?:[^'\\\n]|\\[^\n])*)/y;
/** A list or an object, to the end of its line. */
const composed = /()(?!\[redacted\])([{[](?!\s*[\]}])[^\n]*)/y;
/** Header fields whose value has blanks in it. */
const wholeLine = /()([^\n"']+)/y;
const bare = /()(?![{[]\s*[\]}])([^\s"'&;,<>]+)/y;
const isHeader = /(?:^|[\W_])(?:authorization|cookie)$/i;

/** Takes out what stands behind names that speak of secrets, in whichever notation. */
export function namedSecrets(text: string, take: Take): string {
  const parts: string[] = [];
  let done = 0;
  head.lastIndex = 0;
  for (let found = head.exec(text); found !== null; found = head.exec(text)) {
    const value = valueOf(text, found[1] ?? '', head.lastIndex);
    // The value of another name may hold such names itself, so it is not passed over.
    if (value === null) continue;
    if (value.secret.startsWith(mark)) {
      head.lastIndex = value.from + mark.length;
      continue;
    }
    parts.push(text.slice(done, value.from), take(value.secret));
    done = value.from + value.secret.length;
    head.lastIndex = done;
  }
  return parts.length === 0 ? text : `${parts.join('')}${text.slice(done)}`;
}

interface Value {
  from: number;
  secret: string;
}

function valueOf(text: string, of: string, at: number): Value | null {
  if (isSecretName(of)) return valueAt(text, at, isHeader.test(of));
  if (!pairName.test(of)) return null;
  pair.lastIndex = at;
  const [, inner] = pair.exec(text) ?? [];
  return inner !== undefined && isSecretName(inner) ? valueAt(text, pair.lastIndex, isHeader.test(inner)) : null;
}

function valueAt(text: string, at: number, isLine: boolean): Value | null {
  for (const form of [escaped, doubly, singly, composed, isLine ? wholeLine : bare]) {
    form.lastIndex = at;
    const [, before = '', secret = ''] = form.exec(text) ?? [];
    if (secret !== '') return { from: at + before.length, secret };
  }
  return null;
}
