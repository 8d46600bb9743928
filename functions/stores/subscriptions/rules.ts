import type * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Table, Write } from '../../ports/table.ts';
import type { Decision, Stored } from '../change.ts';
import { sameChoice } from './choice.ts';
import type { Choice } from './choice.ts';
import { changesKey, subscriptionKey, subscriptionRecord, subscriptionRow, subscriptionsPartition } from './record.ts';
import type { SubscriptionRecord } from './record.ts';
import type { wanted } from './wanted.ts';

/** Read whole whenever somebody may have to be told; SNS takes 200 addresses a topic anyhow. */
const most = 500;

/** The new one, unless the address has it already. */
export async function creation(table: Table, record: SubscriptionRecord): Promise<Decision<SubscriptionRecord>> {
  const changed = await counted(table);
  const others = await all(table);
  const same = others.find((other) => sameChoice(other, record));
  if (same) return { writes: [], value: same };
  if (others.length >= most)
    throw new AppError(
      'bad-request',
      `There are ${most} subscriptions, which is the most there can be; remove one that nobody needs, or subscribe the address of a mailing list.`,
    );
  const writes: Write[] = [changed([...others, record]), { kind: 'put', row: subscriptionRow(record), condition: { kind: 'absent' } }];
  return { writes, value: record };
}

/** Another choice for the same address. */
export async function updating(
  table: Table,
  { body, revision }: Stored<SubscriptionRecord>,
  choice: Choice,
): Promise<Decision<SubscriptionRecord>> {
  const changed = await counted(table);
  const value = { ...body, ...choice };
  const others = (await all(table)).filter(({ id }) => id !== body.id);
  const same = others.find((other) => sameChoice(other, value));
  if (same) throw new AppError('conflict', `The address has a subscription with that choice already: ${same.id}; remove one of the two.`);
  const written: Write = { kind: 'put', row: subscriptionRow(value), condition: { kind: 'revision', revision } };
  return { writes: [changed([...others, value]), written], value };
}

/** The end of one, and whether its address has others. */
export async function removal(
  table: Table,
  { body, revision }: Stored<SubscriptionRecord>,
): Promise<Decision<{ record: SubscriptionRecord; last: boolean }>> {
  const changed = await counted(table);
  const others = (await all(table)).filter(({ id }) => id !== body.id);
  const last = !others.some(({ address }) => address === body.address);
  return {
    writes: [changed(others), { kind: 'remove', key: subscriptionKey(body.id), condition: { kind: 'revision', revision } }],
    value: { record: body, last },
  };
}

/** What the carrier says now; nothing for one that is gone meanwhile. */
export function noting(row: Stored<SubscriptionRecord> | null, carrier: Partial<SubscriptionRecord>): Decision<null> {
  if (!row) return { writes: [], value: null };
  const condition = { kind: 'revision', revision: row.revision } as const;
  return { writes: [{ kind: 'put', row: subscriptionRow({ ...row.body, ...carrier }), condition }], value: null };
}

/** Read before all others are: who changes something in between makes the transaction fail, and it is decided anew.
 *  @returns the write, given all subscriptions as they are to be. */
async function counted(table: Table): Promise<(next: readonly SubscriptionRecord[]) => Write> {
  const row = await table.get(changesKey);
  const condition = row ? ({ kind: 'revision', revision: row.revision } as const) : ({ kind: 'absent' } as const);
  return (next) => {
    const body: z.output<typeof wanted> = { success: next.some(({ statuses }) => statuses.includes('SUCCEEDED')) };
    return { kind: 'put', row: { ...changesKey, body }, condition };
  };
}

/** Every subscription, read consistently. */
export async function all(table: Table): Promise<SubscriptionRecord[]> {
  const records: SubscriptionRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await table.query({
      pk: subscriptionsPartition,
      prefix: 'sub_',
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    records.push(...page.rows.map(({ body }) => subscriptionRecord.parse(body)));
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  return records;
}
