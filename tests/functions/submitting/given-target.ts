import type { JsonObject } from '../../../core/schemas/json.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { newId } from '../../../functions/stores/ids.ts';
import { scriptWrites } from '../../../functions/stores/scripts/record.ts';
import { versionWrites } from '../../../functions/stores/versions/record.ts';

/** A script of one version whose code nobody reads here. */
export async function givenTarget(table: Table, inputSchema: JsonObject | null): Promise<string> {
  const id = newId('script');
  const at = new Date().toISOString();
  const script = {
    id,
    name: 'report',
    description: null,
    labels: [],
    live: 1,
    latest: 1,
    inputOverride: null,
    createdAt: at,
    updatedAt: at,
  };
  const version = {
    scriptId: id,
    version: 1,
    sha256: '0'.repeat(64),
    language: 'python',
    entry: 'script.py',
    style: 'script',
    interface: 'none',
    files: [],
    inputSchema,
    doc: null,
    syntaxErrors: [],
    imports: [],
    findings: [],
    note: null,
    createdAt: at,
    createdBy: 'someone',
    argv: null,
    hasTrigger: false,
  } as const;
  await table.transact([
    ...scriptWrites(script, { kind: 'absent' }),
    ...versionWrites({ ...version, files: [], imports: [], findings: [], syntaxErrors: [] }),
  ]);
  return id;
}
