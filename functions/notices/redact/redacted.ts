import type { Json } from '../../../core/schemas/json.ts';
import { credentialsIn, mark, withoutCredentials } from './credentials.ts';
import { isSecretName } from './secret-names.ts';

/** Deeper parts of a value are left out: nobody reads them in a mail. */
const deepest = 40;

/** The value without its secrets: what stands under a name that speaks of one is left out whole, and so is what looks like a credential wherever it stands. */
export function redacted(value: Json, depth = 0): Json {
  if (typeof value === 'string') return withoutCredentials(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  const entries = Object.entries(value).map(([name, item]) => {
    const isHidden = isSecretName(name) && item !== null && item !== '';
    return [withoutCredentials(name), isHidden ? mark : redacted(item, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

/** Every secret of an input: what stands under names that speak of secrets, however deep, and all that looks like a credential. */
export function inputSecrets(input: Json): string[] {
  const found = new Set<string>();
  // Without recursion: an input may be nested deeper than the stack.
  const left: { value: Json; isSecret: boolean }[] = [{ value: input, isSecret: false }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, isSecret } = next;
    if (typeof value === 'string') for (const secret of isSecret ? [value] : credentialsOf(value)) found.add(secret);
    else if (typeof value === 'number' && isSecret) found.add(String(value));
    else if (Array.isArray(value)) for (const item of value) left.push({ value: item, isSecret });
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) left.push({ value: item, isSecret: isSecret || isSecretName(name) });
  }
  return [...found];
}

/** Longer text is data and no field that somebody fills in; what of it is printed is looked through where it was printed. */
const longestField = 100_000;

function credentialsOf(text: string): string[] {
  return text.length > longestField ? [] : credentialsIn(text);
}
