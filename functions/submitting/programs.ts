import type { Finding, Scan } from '../../core/schemas/scan.ts';
import type { CodeInput } from '../stores/code.ts';
import type { Services } from '../services.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import type { Program } from './submit-run.ts';

/** By which rules the source is read before it may run. */
export type Rules = Pick<CodeInput, 'level' | 'allowedImports'>;

/** The program of a saved version. @throws AppError `not-found`, `no-version`. */
export async function savedProgram(services: Services, nameOrId: string, version: number | 'live', rules: Rules): Promise<Program> {
  const found = await services.stores.versions.require(nameOrId, version);
  const { sha256, entry, style, language } = found.version;
  return {
    script: { id: found.script.id, name: found.script.name },
    version: found.version.version,
    code: { sha256, entry, style, language, hasTrigger: found.hasTrigger },
    inputSchema: found.inputSchema,
    argv: found.argv,
    writes: [],
    violations: await violationsOf(services, { stored: sha256, entry, language, ...rules }),
  };
}

/** The program of code that came with the request and is not saved. @throws AppError as `Code.take`. */
export async function previewProgram(services: Services, input: CodeInput): Promise<Program> {
  const { ref, writes } = await services.stores.code.take(input);
  const { sha256, entry, style, language, scan } = ref;
  return {
    script: null,
    version: null,
    code: { sha256, entry, style, language, hasTrigger: scan.hasTrigger },
    inputSchema: scan.inputSchema,
    argv: scan.argv,
    writes,
    violations: errorsOf(scan),
  };
}

/** The program of a run that was done before: the same version, or the same code of a preview, started by the same file. Its input fitted
 *  then and is not held to a schema again, because the file may have been started without one. */
export async function programOf(services: Services, record: RunRecord): Promise<Program> {
  const { code, security, allowedImports } = record;
  const rules: Rules = { level: security.level, allowedImports };
  const program =
    record.scriptId !== null && record.version !== null
      ? await savedProgram(services, record.scriptId, record.version, rules)
      : await previewProgram(services, { stored: code.sha256, entry: code.entry, language: code.language, ...rules });
  return { ...program, code, inputSchema: null };
}

/** Permissive code is not read again: that level forbids nothing. */
async function violationsOf(services: Services, input: CodeInput): Promise<Finding[]> {
  if ((input.level ?? 'permissive') === 'permissive' && !input.allowedImports) return [];
  return errorsOf((await services.stores.code.take(input)).ref.scan);
}

function errorsOf(scan: Scan): Finding[] {
  return scan.findings.filter((finding) => finding.severity === 'error');
}
