import { mark, withoutCredentials } from './credentials.ts';
import { plainText } from './plain-text.ts';
import { isSecretName } from './secret-names.ts';
import { leastLength, variantsOf } from './variants.ts';

/** Takes secrets out of text, and what has no place in a mail: colours, control and direction characters. */
export interface Redactor {
  (text: string): string;
  /** False when there are too many secrets to look for; then nothing that may hold them is to be shown. */
  isComplete: boolean;
}

/** What was given to a run. */
export interface Given {
  /** Secrets of its input. */
  secrets: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Arguments of its program. */
  words: readonly string[];
}

const mostSecrets = 200;
/** A line of a log is cut at 16 KiB, perhaps within a secret: in pieces of so many characters most of it is found all the same. */
const pieceLength = 500;
/** Shorter values of variables that do not speak of secrets are words like `debug` or `eu`. */
const leastOfVariable = 6;

/** A function that knows the secrets of one run. */
export function redactorOf({ secrets, env, words }: Given): Redactor {
  const variables = Object.entries(env).flatMap(([name, value]) =>
    value.length >= (isSecretName(name) ? leastLength : leastOfVariable) ? [value] : [],
  );
  const given = [...secrets, ...secretWords(words), ...variables].filter(({ length }) => length >= leastLength);
  const all = [...new Set(given.flatMap(piecesOf))];
  const variants = [...new Set(all.slice(0, mostSecrets).flatMap(variantsOf))].toSorted((one, other) => other.length - one.length);
  const clean = (text: string): string => {
    // Characters that are left out could stand in the middle of a secret, so they go first.
    const plain = plainText(text);
    return withoutCredentials(variants.reduce((left, variant) => left.replaceAll(variant, mark), plain));
  };
  return Object.assign(clean, { isComplete: all.length <= mostSecrets });
}

/** The secret itself, or its parts when it is long. */
function piecesOf(secret: string): string[] {
  if (secret.length <= pieceLength) return [secret];
  const characters = Array.from(secret);
  return Array.from({ length: Math.ceil(characters.length / pieceLength) }, (_, index) =>
    characters.slice(index * pieceLength, (index + 1) * pieceLength).join(''),
  );
}

/** `--password x` and `--token=x`. */
function secretWords(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    const [, name, value] = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined || !isSecretName(name)) return [];
    return [value ?? words[index + 1] ?? ''];
  });
}
