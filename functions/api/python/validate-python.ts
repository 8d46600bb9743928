import type * as z from 'zod';
import * as routes from '../../../core/routes/system.ts';
import type { validationResult } from '../../../core/schemas/python.ts';
import type { Scan } from '../../../core/schemas/scan.ts';
import { http } from '../../doors/http.ts';

export const validatePython = http(routes.validatePython, async ({ body, services }) => {
  const { code, files, security_level: level, allowed_imports, check_syntax, check_imports } = body.task;
  const { sha256, scan } = await services.stores.code.inspect({ source: code, files, level, allowedImports: allowed_imports ?? null });
  const past = await services.stores.runs.pastRuns(sha256);
  const answer = answerOf(scan, check_syntax, check_imports);
  return { ...answer, estimate: past === null ? null : { runs: past.runs, seconds: past.wallMs / 1000, memory_mb: past.peakMemoryMiB } };
});

function answerOf(scan: Scan, checkSyntax: boolean, checkImports: boolean): Omit<z.input<typeof validationResult>, 'estimate'> {
  const undecodable = scan.decodeErrors.map((error) => ({ ...error, column: null }));
  const syntax = checkSyntax ? [...undecodable, ...scan.syntaxErrors] : [];
  const missing = checkImports ? scan.imports.filter((found) => found.kind === 'missing') : [];
  const errors = scan.findings.filter((finding) => finding.severity === 'error');
  return {
    is_valid: syntax.length === 0 && errors.length === 0 && missing.length === 0,
    syntax_errors: syntax,
    security_warnings: scan.findings,
    import_issues: missing.map(({ module, file, line, column }) => ({
      module,
      file,
      line,
      column,
      message: `${module} is neither in the standard library, nor among the files, nor installed`,
    })),
    recommendations: recommendations(scan),
    imports: [...new Set(scan.imports.map((found) => found.module))],
  };
}

function recommendations(scan: Scan): string[] {
  return [
    ...(scan.empty === 'file' ? ['The file is empty: define main(...) or write statements.'] : []),
    ...(scan.empty === 'statements' ? ['The script defines things but does nothing: call them, or name the function to run `main`.'] : []),
    ...(scan.entryProblem ? [scan.entryProblem] : []),
    ...new Set(scan.findings.map((finding) => finding.fix)),
  ];
}
