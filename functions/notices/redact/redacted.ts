import type { Json } from '../../../core/schemas/json.ts';
import { credentialsIn, mayHoldCredentials, withoutCredentials } from './credentials.ts';
import { isSecretName } from './secret-names.ts';
import { mark } from './take.ts';

/** Deeper parts of a value are left out: nobody reads them in a mail. */
const deepest = 40;

/** The value without its secrets: what stands under a name that speaks of one is left out whole, and so is what looks like a credential wherever it stands. */
export function redacted(value: Json, depth = 0): Json {
  if (typeof value === 'string') return withoutCredentials(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '…';
  const hidden = namedWithin(value);
  if (Array.isArray(value)) return value.map((item, index) => (hidden === String(index) ? mark : redacted(item, depth + 1)));
  const entries = Object.entries(value).map(([name, item]) => {
    const isHidden = (isSecretName(name) || name === hidden) && item !== null && item !== '';
    return [withoutCredentials(name), isHidden ? mark : redacted(item, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

/** The part of a pair like `["Authorization", "…"]` or `{"name": "DB_PASSWORD", "value": "…"}` that is a secret by the name beside it. */
function namedWithin(value: Json[] | { [name: string]: Json }): string | null {
  if (Array.isArray(value)) return value.length === 2 && isSecretText(value[0]) ? '1' : null;
  const isNamed = ['name', 'Name', 'key', 'Key', 'field', 'header', 'variable', 'id'].some((name) => isSecretText(value[name]));
  return isNamed ? (['value', 'Value', 'val', 'content'].find((name) => value[name] !== undefined) ?? null) : null;
}

function isSecretText(value: Json | undefined): boolean {
  return typeof value === 'string' && value.length <= 200 && isSecretName(value);
}

/** What there is to look for. */
export interface InputSecrets {
  secrets: string[];
  /** False when the input was too large to look through, or held more than there is time to look for. */
  isComplete: boolean;
}

/** What one mail may take of a server that others wait for: parts of an input looked at, texts in which credentials may stand, and all their characters. */
const budget = { parts: 60_000, texts: 5000, characters: 200_000, secrets: 200 } as const;

/** The secrets of an input: what stands under names that speak of secrets, however deep, and all that looks like a credential. */
export function inputSecrets(input: Json): InputSecrets {
  const found = new Set<string>();
  const used = { parts: 0, texts: 0, characters: 0 };
  // Without recursion: an input may be nested deeper than the stack.
  const left: Part[] = [{ value: input, isSecret: false }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, isSecret } = next;
    if (typeof value === 'string' && !isSecret && mayHoldCredentials(value) && value.length <= longestField) {
      used.texts += 1;
      used.characters += value.length;
      if (used.texts > budget.texts || used.characters > budget.characters) return { secrets: [], isComplete: false };
      for (const secret of credentialsIn(value)) found.add(secret);
    } else if (isSecret && (typeof value === 'string' || typeof value === 'number')) found.add(String(value));
    else if (typeof value === 'object' && value !== null) {
      used.parts += Array.isArray(value) ? value.length : Object.keys(value).length;
      // Counted before they are gathered, which takes longer.
      if (used.parts <= budget.parts) partsOf(value, isSecret, left);
    }
    if (used.parts > budget.parts || found.size > budget.secrets) return { secrets: [], isComplete: false };
  }
  return { secrets: [...found], isComplete: true };
}

interface Part {
  value: Json;
  isSecret: boolean;
}

function partsOf(value: Json[] | { [name: string]: Json }, isSecret: boolean, left: Part[]): void {
  const hidden = namedWithin(value);
  for (const [name, item] of Object.entries(value))
    left.push({ value: item, isSecret: isSecret || name === hidden || (!Array.isArray(value) && isSecretName(name)) });
}

/** Longer text is data and no field that somebody fills in; what of it is printed is looked through where it was printed. */
const longestField = 100_000;
