import { withoutCredentials } from './credentials.ts';
import { matcherOf } from './matcher.ts';
import { plainText } from './plain-text.ts';
import type { InputSecrets } from './redacted.ts';
import { isSecretName } from './secret-names.ts';
import { mark } from './take.ts';
import { leastLength, variantsOf } from './variants.ts';

/** Takes secrets out of text, and what has no place in a mail: colours, control and direction characters. */
export interface Redactor {
  (text: string): string;
  /** False when there are too many secrets to look for; then nothing that may hold them is to be shown. */
  isComplete: boolean;
  /** In how many forms it looks for them. */
  variants: number;
}

/** What was given to a run. */
export interface Given {
  input: InputSecrets;
  env: Readonly<Record<string, string>>;
  /** Arguments of its program. */
  words: readonly string[];
}

/** What is looked for at most: secrets and their lines, their characters, and the forms of all of them. */
const budget = { pieces: 300, characters: 50_000, variants: 5000 } as const;
/** A line of a log is cut at 16 KiB, perhaps within a secret: in pieces of so many characters most of it is found all the same. */
const pieceLength = 500;
/** Shorter values of variables that do not speak of secrets are words like `debug` or `eu`. */
const leastOfVariable = 6;

/** A function that knows the secrets of one run. */
export function redactorOf({ input, env, words }: Given): Redactor {
  const variables = Object.entries(env).flatMap(([name, value]) =>
    value.length >= (isSecretName(name) ? leastLength : leastOfVariable) ? [value] : [],
  );
  const given = [...input.secrets, ...secretWords(words), ...variables].filter(({ length }) => length >= leastLength);
  const variants = input.isComplete ? allVariants(new Set(given)) : null;
  const match = matcherOf(variants ?? []);
  // Characters that are left out could stand in the middle of a secret, so they go first.
  const clean = (text: string): string => withoutCredentials(match(plainText(text), mark));
  return Object.assign(clean, { isComplete: variants !== null, variants: variants?.length ?? 0 });
}

/** Every form of every secret; null when there are too many. */
function allVariants(secrets: Set<string>): string[] | null {
  const left = { pieces: budget.pieces, characters: budget.characters };
  const variants = new Set<string>();
  for (const secret of secrets) {
    // Counted before anything is made of it: a secret may have as many lines as an input has bytes.
    left.characters -= secret.length;
    if (left.characters < 0) return null;
    for (const piece of piecesOf(secret)) {
      left.pieces -= piece.split(/[\r\n]+/, budget.pieces + 1).length;
      if (left.pieces < 0) return null;
      for (const variant of variantsOf(piece)) variants.add(variant);
      if (variants.size > budget.variants) return null;
    }
  }
  return [...variants];
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
