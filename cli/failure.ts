import { CommanderError } from 'commander';
import { exitCodeOfError, exitCodeOfRefusal, exitCodes } from './exit-code.ts';
import { styled, write, writeJson } from './output/terminal.ts';
import { UsageError } from './usage-error.ts';

/** Tells the person what went wrong, in a sentence and never by a stack trace, and returns the exit code.
 *  @param given the command line: with `--json` the failure is the one document on stdout, too. */
export async function reportFailure(error: unknown, given: readonly string[]): Promise<number> {
  // Commander has written its own message already, with its suggestion.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.good : exitCodes.usage;
  const failure = await explained(error);
  const fields = failure.errors.map(({ field, expected, got }) => `\n  ${field}: expected ${expected}, got ${got}`);
  await write('stderr', `${styled('red', 'runlet:', 'stderr')} ${failure.detail}${fields.join('')}\n`);
  if (isJsonWanted(given)) await writeJson({ error: { code: failure.code, detail: failure.detail, errors: failure.errors } });
  return failure.exitCode;
}

interface Failure {
  code: string;
  detail: string;
  errors: readonly { field: string; expected: string; got: string }[];
  exitCode: number;
}

async function explained(error: unknown): Promise<Failure> {
  if (error instanceof UsageError) return { code: 'usage', detail: error.message, errors: [], exitCode: exitCodes.usage };
  // Loaded only now, because these bring the schemas along and most commands never fail.
  const { RunletError } = await import('../client/index.ts');
  if (error instanceof RunletError) {
    const more =
      error.code === 'internal'
        ? ` RUNLET_DEBUG=1 shows that log where no server runs${error.requestId === null ? '' : `; the request is ${error.requestId}`}.`
        : '';
    return { code: error.code, detail: `${error.message}${more}`, errors: error.errors, exitCode: exitCodeOfRefusal(error.status) };
  }
  const { AppError } = await import('../core/errors.ts');
  if (error instanceof AppError)
    return { code: error.code, detail: error.message, errors: error.fields, exitCode: exitCodeOfError(error.code) };
  const text = error instanceof Error ? error.message : String(error);
  const stack = process.env['RUNLET_DEBUG'] !== undefined && error instanceof Error ? `\n${error.stack}` : '';
  return {
    code: 'internal',
    detail: `something went wrong on our side (${text}); set RUNLET_DEBUG=1 to see where.${stack}`,
    errors: [],
    exitCode: exitCodes.ownFault,
  };
}

function isJsonWanted(given: readonly string[]): boolean {
  const end = given.indexOf('--');
  return (end === -1 ? given : given.slice(0, end)).includes('--json');
}
