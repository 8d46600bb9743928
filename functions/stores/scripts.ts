import { AppError } from '../../core/errors.ts';
import { idPattern } from '../../core/ids.ts';
import { overrideErrors } from '../../core/input/override.ts';
import type { JsonObject } from '../../core/schemas/json.ts';
import type { Page } from '../../core/schemas/paging.ts';
import type { Script, Version } from '../../core/schemas/script.ts';
import type { Table, Write } from '../ports/table.ts';
import { change, readRow } from './change.ts';
import type { Stored } from './change.ts';
import type { CodeRef } from './code.ts';
import { newId } from './ids.ts';
import { listScripts } from './scripts/list.ts';
import type { ScriptFilter } from './scripts/list.ts';
import { claimName, nameKey, nameRecord, releaseName, scriptKey, scriptRecord, scriptWrites } from './scripts/record.ts';
import { asVersion, newVersion, versionWrites } from './versions/record.ts';
import type { Saving } from './versions/record.ts';
import { removeVersions } from './versions/remove.ts';

/** What a person says of a new script. */
interface NewScript {
  name: string;
  description?: string;
  labels?: string[];
  inputOverride?: JsonObject;
}

/** What of a script can be changed; what is undefined stays. */
interface ScriptChanges {
  name?: string;
  description?: string | null;
  labels?: string[];
  inputOverride?: JsonObject | null;
}

/** The named things, each with a pointer to its live version. */
export interface Scripts {
  /** A script with version 1, which is live. @param writes the code's own. @throws AppError `name-taken`, `bad-request` for a wrong override. */
  create(
    wanted: NewScript,
    code: { ref: CodeRef; writes: readonly Write[] },
    saving: Saving,
  ): Promise<{ script: Script; version: Version }>;
  /** @param nameOrId a name, or an id like `scr_…`. @throws AppError `not-found`. */
  require(nameOrId: string): Promise<Stored<Script>>;
  find(nameOrId: string): Promise<Stored<Script> | null>;
  /** By name, in the order of their characters. */
  list(filter: ScriptFilter): Promise<Page<Script>>;
  /** Everything at once or nothing, a new name included. @throws AppError `not-found name-taken bad-request conflict`. */
  update(nameOrId: string, changes: ScriptChanges): Promise<Script>;
  /** The script, its name and its versions; records of its runs stay. @throws AppError `not-found conflict`. */
  remove(nameOrId: string): Promise<void>;
}

export function createScripts({ table }: { table: Table }): Scripts {
  const find = async (nameOrId: string): Promise<Stored<Script> | null> => await findScript(table, nameOrId);
  const require = async (nameOrId: string): Promise<Stored<Script>> => {
    const found = await find(nameOrId);
    if (!found)
      throw new AppError('not-found', `There is no script ${JSON.stringify(nameOrId)}; list the scripts, and mind upper and lower case.`);
    return found;
  };
  return {
    find,
    require,
    create: async (wanted, code, saving) => await create(table, wanted, code, saving),
    list: async (filter) => await listScripts(table, filter),
    update: async (nameOrId, changes) => await change(table, async () => await update(table, await require(nameOrId), changes)),
    remove: async (nameOrId) => {
      const { id } = (await require(nameOrId)).body;
      await change(table, async () => removal(await require(id)));
      await removeVersions(table, id);
    },
  };
}

async function findScript(table: Table, nameOrId: string): Promise<Stored<Script> | null> {
  if (idPattern('script').test(nameOrId)) return await readRow(table, scriptKey(nameOrId), scriptRecord);
  const named = await readRow(table, nameKey(nameOrId), nameRecord);
  return named && (await readRow(table, scriptKey(named.body.scriptId), scriptRecord));
}

async function create(
  table: Table,
  wanted: NewScript,
  { ref, writes }: { ref: CodeRef; writes: readonly Write[] },
  saving: Saving,
): Promise<{ script: Script; version: Version }> {
  refuseOverride(wanted.inputOverride);
  const id = newId('script');
  const { createdAt, ...record } = newVersion(id, 1, ref, saving);
  const script: Script = {
    id,
    name: wanted.name,
    description: wanted.description ?? null,
    labels: wanted.labels ?? [],
    live: 1,
    latest: 1,
    inputOverride: wanted.inputOverride ?? null,
    createdAt,
    updatedAt: createdAt,
  };
  const first = { ...record, createdAt };
  const written = await table.transact([
    claimName(script.name, id),
    ...scriptWrites(script, { kind: 'absent' }),
    ...versionWrites(first),
    ...writes,
  ]);
  if (!written) throw nameTaken(script.name);
  return { script, version: asVersion(first, script) };
}

async function update(
  table: Table,
  { body, revision }: Stored<Script>,
  changes: ScriptChanges,
): Promise<{ writes: Write[]; value: Script }> {
  refuseOverride(changes.inputOverride);
  const wanted = defined(changes);
  if (Object.keys(wanted).length === 0) return { writes: [], value: body };
  const value = { ...body, ...wanted, updatedAt: new Date().toISOString() };
  const writes = scriptWrites(value, { kind: 'revision', revision });
  if (value.name === body.name) return { writes, value };
  if (await table.get(nameKey(value.name))) throw nameTaken(value.name);
  return { writes: [...writes, claimName(value.name, body.id), ...releaseName(body.name)], value };
}

function removal({ body, revision }: Stored<Script>): { writes: Write[]; value: null } {
  return {
    writes: [{ kind: 'remove', key: scriptKey(body.id), condition: { kind: 'revision', revision } }, ...releaseName(body.name)],
    value: null,
  };
}

function defined(changes: ScriptChanges): Partial<Script> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function refuseOverride(override: JsonObject | null | undefined): void {
  const errors = override ? overrideErrors(override) : [];
  if (errors.length > 0) throw new AppError('bad-request', 'The override of the input schema is not a JSON Schema of an object.', errors);
}

function nameTaken(name: string): AppError {
  return new AppError('name-taken', `A script named ${name} exists; choose another name, or save a new version of that script.`, [
    { field: 'name', expected: 'a free name', got: name },
  ]);
}
