import { write, writeJson } from './terminal.ts';
import { styled } from './terminal.ts';

export interface Listed<T> {
  items: T[];
  nextCursor: string | null;
}

/** Collects pages until there are as many items as were asked for. The API gives at most 200 at once. */
export async function collected<T>(
  limit: number,
  page: (paging: { limit: number; cursor?: string }) => Promise<Listed<T>>,
): Promise<Listed<T>> {
  const items: T[] = [];
  let nextCursor: string | null = null;
  do {
    const paging: { limit: number; cursor?: string } = {
      limit: Math.min(limit - items.length, 200),
      ...(nextCursor !== null && { cursor: nextCursor }),
    };
    const next: Listed<T> = await page(paging);
    items.push(...next.items);
    nextCursor = next.nextCursor;
  } while (nextCursor !== null && items.length < limit);
  return { items, nextCursor };
}

/** Prints a list as one JSON document, or as a table; a table that is not whole says so on stderr. */
export async function printList<T>(
  listed: Listed<T>,
  json: boolean,
  heading: readonly string[],
  row: (item: T) => string[],
): Promise<void> {
  if (json) return writeJson(listed);
  if (listed.items.length === 0) return write('stderr', 'nothing yet\n');
  const { table } = await import('./table.ts');
  await write(
    'stdout',
    `${table(
      heading.map((text) => styled('bold', text)),
      listed.items.map(row),
    )}\n`,
  );
  if (listed.nextCursor !== null) await write('stderr', styled('dim', `the first ${listed.items.length}; --limit shows more\n`, 'stderr'));
}
