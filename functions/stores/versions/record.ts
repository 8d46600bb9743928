import * as z from 'zod';
import { laidOver } from '../../../core/input/override.ts';
import { argvEntry } from '../../../core/schemas/scan.ts';
import { version } from '../../../core/schemas/script.ts';
import type { Script, Version } from '../../../core/schemas/script.ts';
import type { Key, Write } from '../../ports/table.ts';
import type { CodeRef } from '../code.ts';

/** A version as it is kept: its script's name is the script's own, and how input becomes argv is not for the API. */
export const versionRecord = version.omit({ script: true }).extend({ argv: z.array(argvEntry).nullable(), hasTrigger: z.boolean() });
export type VersionRecord = z.infer<typeof versionRecord>;

/** Which number a content has; the content is the files and which of them starts. */
export const contentRecord = z.object({ version: z.int() });

export const versionPrefix = 'V#';

export function versionKey(scriptId: string, number: number): Key {
  return { pk: `SCR#${scriptId}`, sk: `${versionPrefix}${String(number).padStart(6, '0')}` };
}

export function contentKey(scriptId: string, sha256: string, entry: string): Key {
  return { pk: `SCR#${scriptId}`, sk: `H#${sha256}#${entry}` };
}

/** Who saves a version, and what they say about it. */
export interface Saving {
  by: string;
  note: string | null;
}

export function newVersion(scriptId: string, number: number, ref: CodeRef, { by, note }: Saving): VersionRecord {
  const { sha256, language, entry, style, files, scan } = ref;
  return {
    scriptId,
    version: number,
    sha256,
    language,
    entry,
    style,
    files,
    note,
    interface: ref.interface,
    inputSchema: scan.inputSchema,
    argv: scan.argv,
    doc: scan.doc,
    hasTrigger: scan.hasTrigger,
    syntaxErrors: scan.syntaxErrors,
    imports: scan.imports,
    findings: scan.findings,
    createdAt: new Date().toISOString(),
    createdBy: by,
  };
}

/** A version's row and its content's, both of them new. */
export function versionWrites(body: VersionRecord): Write[] {
  const condition = { kind: 'absent' } as const;
  return [
    { kind: 'put', row: { ...versionKey(body.scriptId, body.version), body }, condition },
    { kind: 'put', row: { ...contentKey(body.scriptId, body.sha256, body.entry), body: { version: body.version } }, condition },
  ];
}

/** The version as the API tells it: under its script's name now, its input schema with the script's override. */
export function asVersion({ argv: _argv, hasTrigger: _hasTrigger, ...told }: VersionRecord, script: Script): Version {
  return { script: script.name, ...told, inputSchema: laidOver(told.inputSchema, script.inputOverride) };
}
