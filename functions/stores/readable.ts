import type * as z from 'zod';
import type { Row } from '../ports/table.ts';

/** Writes one line to the operator's log: never a token, an environment or a body. */
export type Log = (level: 'info' | 'error', message: string, facts: Record<string, string | number>) => void;

/** Of what is wrong with a row the log says so much. */
const textLength = 500;

/** What the rows say in the form their store keeps. One that does not fit its schema is our own fault: it keeps nobody from the others, and the operator
 *  hears of it each time. */
export function readable<S extends z.ZodType>(rows: readonly Row[], schema: S, log: Log | undefined): z.output<S>[] {
  return rows.flatMap(({ pk, sk, body }) => {
    const read = schema.safeParse(body);
    if (read.success) return [read.data];
    const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    log?.('error', 'a row that cannot be read was left out', { pk, sk, error: faults.join('; ').slice(0, textLength) });
    return [];
  });
}
