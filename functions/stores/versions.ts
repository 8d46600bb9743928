import { AppError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/schemas/json.ts';
import type { Page } from '../../core/schemas/paging.ts';
import type { ArgvEntry } from '../../core/schemas/scan.ts';
import type { Script, Version } from '../../core/schemas/script.ts';
import type { Table, Write } from '../ports/table.ts';
import { change, readRow } from './change.ts';
import type { Decision, Stored } from './change.ts';
import type { CodeRef } from './code.ts';
import type { Scripts } from './scripts.ts';
import { scriptWrites } from './scripts/record.ts';
import {
  asVersion,
  contentKey,
  contentRecord,
  newVersion,
  versionKey,
  versionPrefix,
  versionRecord,
  versionWrites,
} from './versions/record.ts';
import type { Saving } from './versions/record.ts';

/** A version together with what its script says of it. */
interface FoundVersion {
  script: Script;
  /** As the API tells it: `inputSchema` with the script's override. */
  version: Version;
  inputSchema: JsonObject | null;
  /** How input becomes argv, for scripts with a command line of their own. */
  argv: ArgvEntry[] | null;
  hasTrigger: boolean;
}

/** The immutable bodies of scripts, numbered from 1. */
export interface Versions {
  /** The next version, or the one that has this content already; live afterwards unless `promote` is false. @throws AppError `not-found conflict`. */
  create(nameOrId: string, code: { ref: CodeRef; writes: readonly Write[] }, saving: Saving & { promote?: boolean }): Promise<Version>;
  /** @throws AppError `not-found` for the script, `no-version` for the version. */
  require(nameOrId: string, version: number | 'live'): Promise<FoundVersion>;
  /** Newest first. @param options.before only versions of lower numbers. @throws AppError `not-found`. */
  list(nameOrId: string, options: { limit?: number; cursor?: string; before?: number }): Promise<Page<Version>>;
  /** Moves the `live` pointer, forwards or back. @throws AppError `not-found no-version conflict`. */
  promote(nameOrId: string, version: number | 'live'): Promise<Script>;
}

export function createVersions({ table, scripts }: { table: Table; scripts: Scripts }): Versions {
  return {
    create: async (nameOrId, code, saving) => {
      const { script, number } = await change(table, async () => await nextVersion(table, await scripts.require(nameOrId), code, saving));
      return (await found(table, script, number)).version;
    },
    require: async (nameOrId, version) => {
      const { body } = await scripts.require(nameOrId);
      return await found(table, body, numberOf(body, version));
    },
    list: async (nameOrId, options) => await list(table, (await scripts.require(nameOrId)).body, options),
    promote: async (nameOrId, version) => await change(table, async () => await promotion(table, await scripts.require(nameOrId), version)),
  };
}

type Saved = { script: Script; number: number };

async function nextVersion(
  table: Table,
  stored: Stored<Script>,
  { ref, writes }: { ref: CodeRef; writes: readonly Write[] },
  saving: Saving & { promote?: boolean },
): Promise<Decision<Saved>> {
  const { body, revision } = stored;
  const known = await readRow(table, contentKey(body.id, ref.sha256, ref.entry), contentRecord);
  const number = known?.body.version ?? body.latest + 1;
  const live = saving.promote === false ? body.live : number;
  if (known && live === body.live) return { writes: [], value: { script: body, number } };
  const script = { ...body, live, latest: Math.max(body.latest, number), updatedAt: new Date().toISOString() };
  const added = known ? [] : [...versionWrites(newVersion(body.id, number, ref, saving)), ...writes];
  return { writes: [...scriptWrites(script, { kind: 'revision', revision }), ...added], value: { script, number } };
}

async function promotion(table: Table, { body, revision }: Stored<Script>, version: number | 'live'): Promise<Decision<Script>> {
  const live = numberOf(body, version);
  if (!(await table.get(versionKey(body.id, live)))) throw noVersion(body, live);
  if (live === body.live) return { writes: [], value: body };
  const value = { ...body, live, updatedAt: new Date().toISOString() };
  return { writes: scriptWrites(value, { kind: 'revision', revision }), value };
}

async function found(table: Table, script: Script, number: number): Promise<FoundVersion> {
  const row = await readRow(table, versionKey(script.id, number), versionRecord);
  if (!row) throw noVersion(script, number);
  const { argv, hasTrigger } = row.body;
  const version = asVersion(row.body, script);
  return { script, version, inputSchema: version.inputSchema, argv, hasTrigger };
}

async function list(
  table: Table,
  script: Script,
  { limit = 50, cursor, before }: { limit?: number; cursor?: string; before?: number },
): Promise<Page<Version>> {
  const which = before === undefined ? { prefix: versionPrefix } : { from: versionPrefix, below: versionKey(script.id, before).sk };
  const page = await table.query({ pk: `SCR#${script.id}`, ...which, descending: true, limit, cursor });
  return { items: page.rows.map(({ body }) => asVersion(versionRecord.parse(body), script)), nextCursor: page.cursor };
}

function numberOf(script: Script, version: number | 'live'): number {
  if (version !== 'live') return version;
  if (script.live === null)
    throw new AppError('no-version', `The script ${script.name} has no live version; promote one, or name a number.`);
  return script.live;
}

function noVersion(script: Script, number: number): AppError {
  return new AppError('no-version', `The script ${script.name} has no version ${number}; it has 1 to ${script.latest}.`);
}
