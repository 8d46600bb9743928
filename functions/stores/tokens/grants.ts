import type { Actor } from '../../ports/identity.ts';
import type { Table } from '../../ports/table.ts';
import { readRow } from '../change.ts';
import { createRecent } from '../recent.ts';
import { grantKey, grantRecord, tokenKey, tokenRecord } from './record.ts';
import type { GrantRecord } from './record.ts';

/** What hashes of secrets grant, remembered for some seconds so that a busy client costs no read each time. */
export interface Grants {
  actorOf(hash: string): Promise<Actor | null>;
  forget(hash: string): void;
  settled(): Promise<void>;
}

/** How long a token that was revoked elsewhere may still work here. */
const rememberedMs = 5000;
const usedEveryMs = 60_000;
const tokensRemembered = 1000;

export function createGrants(table: Table, now: () => Date): Grants {
  const recent = createRecent<{ grant: GrantRecord; until: number }>(tokensRemembered);
  const used = createRecent<number>(tokensRemembered);
  let noting: Promise<unknown> = Promise.resolve();
  const find = async (hash: string): Promise<GrantRecord | null> => {
    const found = recent.get(hash);
    if (found && found.until > now().getTime()) return found.grant;
    const row = await readRow(table, grantKey(hash), grantRecord);
    if (row) recent.set(hash, { grant: row.body, until: now().getTime() + rememberedMs });
    else recent.delete(hash);
    return row && row.body;
  };
  const noteUse = (id: string): void => {
    const at = now().getTime();
    if (at - (used.get(id) ?? 0) < usedEveryMs) return;
    used.set(id, at);
    const noted = writeUse(table, id, new Date(at).toISOString()).catch(() => used.delete(id));
    noting = Promise.all([noting, noted]);
  };
  return {
    settled: async () => {
      await noting;
    },
    forget: (hash) => {
      recent.delete(hash);
    },
    actorOf: async (hash) => {
      const grant = await find(hash);
      if (!grant || (grant.expiresAt !== null && Date.parse(grant.expiresAt) <= now().getTime())) return null;
      noteUse(grant.id);
      return { id: grant.id, name: grant.name, scopes: grant.scopes };
    },
  };
}

/** The revision keeps a token that is revoked meanwhile from coming back; who loses that race writes at the next use. */
async function writeUse(table: Table, id: string, lastUsedAt: string): Promise<void> {
  const row = await readRow(table, tokenKey(id), tokenRecord);
  if (row) await table.put({ ...tokenKey(id), body: { ...row.body, lastUsedAt } }, { kind: 'revision', revision: row.revision });
}
