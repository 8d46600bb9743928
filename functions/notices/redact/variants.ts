import { plainText } from './plain-text.ts';

/** Shorter text is no secret: taken out of a log it would leave nothing to read. */
export const leastLength = 4;

/** The forms in which a secret may stand in output: as it is, line by line, and in the encodings in which programs print what they are given. The longest come first. */
export function variantsOf(secret: string): string[] {
  const text = secret.toWellFormed();
  const pieces = [text, text.trim(), ...text.split(/[\r\n]+/).map((line) => line.trim())];
  const forms = pieces.filter((piece) => piece.length >= leastLength).flatMap(formsOf);
  const shown = forms.flatMap((form) => [form, plainText(form), plainText(form).trim()]);
  return [...new Set(shown)].filter(({ length }) => length >= leastLength).toSorted((one, other) => other.length - one.length);
}

function formsOf(text: string): string[] {
  const url = encodeURIComponent(text);
  const strict = url.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const urls = [url, strict].flatMap((one) => [one, one.replaceAll('%20', '+'), one.replaceAll('%2F', '/')]);
  const json = inner(text);
  const ascii = json.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const bytes = Buffer.from(text);
  return [
    text,
    ...urls,
    ...urls.map((one) => one.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    json,
    ascii,
    inner(json),
    inner(ascii),
    json.replaceAll('\\"', '"'),
    json.replaceAll('/', String.raw`\/`),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#x27;'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64(bytes),
  ];
}

/** As it stands in a JSON text. */
function inner(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Shorter ones stand in other text by chance. */
const leastInside = 6;

/** Alone, and inside something longer that was encoded as a whole, where it may begin at any of three places. */
function base64(bytes: Buffer): string[] {
  const whole = bytes.toString('base64');
  const inside = [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    // Characters that also hold bits of what stands before and behind are left out.
    const from = Math.ceil((before * 8) / 6);
    return padded.toString('base64').slice(from, Math.floor((padded.length * 8) / 6));
  });
  return [whole, whole.replaceAll('=', ''), ...inside.filter(({ length }) => length >= leastInside)].flatMap((one) => [
    one,
    one.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}
