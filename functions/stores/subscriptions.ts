import { randomBytes } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import { idPattern } from '../../core/ids.ts';
import type { Page } from '../../core/schemas/paging.ts';
import type { Table } from '../ports/table.ts';
import { hashOf, isSecretOf } from './attempts/secrets.ts';
import { change, readRow } from './change.ts';
import type { Stored } from './change.ts';
import { newId } from './ids.ts';
import type { Scripts } from './scripts.ts';
import { chosen, defaults } from './subscriptions/choice.ts';
import type { SubscriptionWish } from './subscriptions/choice.ts';
import { matches } from './subscriptions/matches.ts';
import type { Happening } from './subscriptions/matches.ts';
import { subscriptionKey, subscriptionRecord, subscriptionsPartition } from './subscriptions/record.ts';
import type { SubscriptionRecord } from './subscriptions/record.ts';
import { all, creation, noting, removal, updating } from './subscriptions/rules.ts';

/** Who hears what. Rules rest on one consistent query of the partition that holds them all, 500 at most. */
export interface Subscriptions {
  /** Refuses what `create` would refuse of a wish, before anything is done. @throws AppError `not-found bad-request`. */
  check(wish: SubscriptionWish): Promise<void>;
  /** Records it, with what the carrier said of its address. The same address with the same choice gives the one that is there.
   *  @throws AppError `not-found` for an unknown script; `bad-request` for one that would hear of nothing, and for the 501st. */
  create(wish: SubscriptionWish, carrier: Pick<SubscriptionRecord, 'address' | 'ref' | 'status'>, by: string): Promise<SubscriptionRecord>;
  /** @throws AppError `not-found`. */
  require(id: string): Promise<SubscriptionRecord>;
  find(id: string): Promise<SubscriptionRecord | null>;
  /** Newest first. */
  list(options: { limit?: number; cursor?: string }): Promise<Page<SubscriptionRecord>>;
  /** Changes what it hears of. @throws AppError `not-found bad-request`; `conflict` when another one of the address has that choice already. */
  update(id: string, wish: SubscriptionWish): Promise<SubscriptionRecord>;
  /** Notes what the carrier says of an address, in each of its subscriptions. */
  noteCarrier(address: string, carrier: Partial<Pick<SubscriptionRecord, 'ref' | 'status'>>): Promise<void>;
  /** @returns the record that was removed, and whether it was the last of its address. @throws AppError `not-found`. */
  remove(id: string): Promise<{ record: SubscriptionRecord; last: boolean }>;
  /** Whether an address has any. */
  has(address: string): Promise<boolean>;
  /** All of them, for who tells several things at once. */
  all(): Promise<SubscriptionRecord[]>;
  /** Who is to be told; each address once. */
  matching(happening: Happening): Promise<SubscriptionRecord[]>;
  /** The subscription that a link of its messages ends. @throws AppError `not-found` for what is no such link. */
  byLink(token: string): Promise<SubscriptionRecord>;
}

export function createSubscriptions({ table, scripts, now }: { table: Table; scripts: Scripts; now: () => Date }): Subscriptions {
  const find = async (id: string) =>
    idPattern('subscription').test(id) ? await readRow(table, subscriptionKey(id), subscriptionRecord) : null;
  const stored = async (id: string): Promise<Stored<SubscriptionRecord>> => {
    const row = await find(id);
    if (!row) throw new AppError('not-found', `There is no subscription ${JSON.stringify(id.slice(0, 80))}; list the subscriptions.`);
    return row;
  };
  return {
    find: async (id) => (await find(id))?.body ?? null,
    require: async (id) => (await stored(id)).body,
    check: async (wish) => void (await chosen(scripts, wish, defaults)),
    create: async (wish, carrier, by) => {
      const choice = await chosen(scripts, wish, defaults);
      const identity = { id: newId('subscription'), secret: randomBytes(16).toString('base64url') };
      const record = { ...identity, ...carrier, ...choice, createdAt: now().toISOString(), createdBy: by };
      return await change(table, async () => await creation(table, record));
    },
    list: async ({ limit = 50, cursor }) => {
      const page = await table.query({ pk: subscriptionsPartition, prefix: 'sub_', descending: true, limit, cursor });
      return { items: page.rows.map(({ body }) => subscriptionRecord.parse(body)), nextCursor: page.cursor };
    },
    update: async (id, wish) => {
      const choice = await chosen(scripts, wish, (await stored(id)).body);
      return await change(table, async () => await updating(table, await stored(id), choice));
    },
    noteCarrier: async (address, carrier) => {
      for (const { id, ...known } of (await all(table)).filter((record) => record.address === address))
        if ((carrier.ref ?? known.ref) !== known.ref || (carrier.status ?? known.status) !== known.status)
          await change(table, async () => noting(await find(id), carrier));
    },
    remove: async (id) => await change(table, async () => await removal(table, await stored(id))),
    has: async (address) => (await all(table)).some((record) => record.address === address),
    all: async () => await all(table),
    matching: async (happening) => matches(await all(table), happening),
    byLink: async (token) => heldAgainst(token, await find(`sub_${token.slice(0, 26)}`)),
  };
}

/** What stands in the address of the page that ends the subscription. */
export function unsubscribeToken({ id, secret }: SubscriptionRecord): string {
  return `${id.slice('sub_'.length)}.${secret}`;
}

function heldAgainst(token: string, row: Stored<SubscriptionRecord> | null): SubscriptionRecord {
  if (row && isSecretOf(token, hashOf(unsubscribeToken(row.body)))) return row.body;
  throw new AppError('not-found', 'This link ends no subscription: it was ended already, or the link is not whole.');
}
