import * as z from 'zod';

/** What every list takes: at most 200 items a page, and the cursor of the page before. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).optional().describe('items a page, 1 to 200, default 50'),
  cursor: z.string().max(2000).optional().describe('`nextCursor` of the page before'),
};

/** A page of a list; `nextCursor` is null on the last one. A page may be short although more follows. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
