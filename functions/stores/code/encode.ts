import { AppError } from '../../../core/errors.ts';

/** PEP 263: a coding line is a comment in line 1, or in line 2 behind a comment or a blank line. */
const codingLine = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/;
const skippedLine = /^[ \t\f]*(?:#.*)?$/;

/** Python's names of the encodings that text can be turned back into without a table. */
const unicode = /^(?:utf-?8(?:-.*)?|u8|utf|cp65001)$/;
const latin1 = /^(?:(?:iso-?)?8859(?:-1)?|latin-?1|iso-latin-1|l1|cp819|ibm819|iso-ir-100|csisolatin1)(?:-(?:unix|dos|mac))?$/;
const ascii = /^(?:us-ascii|ascii|646|ansi-x3\.4-1968|iso646-us|cp367|ibm367)$/;

/**
 * The bytes of a Python source that came as text: UTF-8, unless its coding line says that Python will read it otherwise.
 * @throws AppError `bad-source` for text that cannot be written as its coding line says.
 */
export function encodeSource(path: string, text: string): Uint8Array {
  if (!text.isWellFormed())
    throw refused(path, 'text in Unicode', 'a lone half of a surrogate pair; send the file as {"base64": …} instead');
  const coding = text.startsWith('\uFEFF') ? null : declaredCoding(text);
  if (coding === null || unicode.test(coding) || isBelow(text, 0x80)) return Buffer.from(text, 'utf8');
  if (latin1.test(coding)) return narrow(path, text, coding, 0x100);
  if (ascii.test(coding)) return narrow(path, text, coding, 0x80);
  throw refused(
    path,
    'text that is UTF-8, latin-1 or ascii',
    `the coding line says ${coding}; send the bytes of the file as they are, as an upload or as {"base64": …}`,
  );
}

function declaredCoding(text: string): string | null {
  const [first = '', second = ''] = text.split(/\r\n|\r|\n/, 2);
  const found = codingLine.exec(first) ?? (skippedLine.test(first) ? codingLine.exec(second) : null);
  return found?.[1]?.toLowerCase().replaceAll('_', '-') ?? null;
}

function narrow(path: string, text: string, coding: string, below: number): Uint8Array {
  if (isBelow(text, below)) return Buffer.from(text, 'latin1');
  const stranger = Array.from(text).find((char) => char >= String.fromCodePoint(below)) ?? '';
  const line = text.slice(0, text.indexOf(stranger)).split('\n').length;
  throw refused(
    path,
    `characters that exist in ${coding}, as the coding line says`,
    `${JSON.stringify(stranger)} in line ${line}; change the coding line to utf-8 or drop it`,
  );
}

function isBelow(text: string, limit: number): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= limit) return false;
  return true;
}

function refused(path: string, expected: string, got: string): AppError {
  return new AppError('bad-source', `${path} cannot be taken as text: expected ${expected}, got ${got}.`, [{ field: path, expected, got }]);
}
