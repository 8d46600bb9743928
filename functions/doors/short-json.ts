const maxLength = 80;

/** A value as JSON of at most 80 characters, cut with `…`; `nothing` for what is not there. Large values are not written out to be cut. */
export function shortJson(value: unknown): string {
  const text = JSON.stringify(pruned(value, 3)) ?? 'nothing';
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

function pruned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.slice(0, maxLength);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.slice(0, 20).map((item) => pruned(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 20)
      .map(([name, inner]) => [name.slice(0, maxLength), pruned(inner, depth - 1)]),
  );
}

/** What stands at the path, or undefined. Reads one property after the other, because a body may have a million of them. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Object.getOwnPropertyDescriptor(at, key)?.value : undefined),
    root,
  );
}
