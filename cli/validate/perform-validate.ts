import type * as z from 'zod';
import type { SecurityLevel } from '../../core/schemas/job.ts';
import type { validationResult } from '../../core/schemas/python.ts';
import { carriedCode } from '../code/carry.ts';
import { connect } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import { styled, write, writeJson } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';

type Validation = z.output<typeof validationResult>;

/** Does `runlet validate` and returns its exit code. */
export async function performValidate(path: string, { json, level }: { json: boolean; level: SecurityLevel }): Promise<number> {
  const code = await carriedCode(path, undefined);
  if (code?.kind !== 'files')
    throw new UsageError(`${path} is ${code === null ? 'not there' : 'a zip'}; give the path of a .py file or a folder.`);
  await using connection = await connect();
  const found = await connection.client.validatePython({ body: { task: { files: code.files, security_level: level } } });
  await (json ? writeJson(found) : printValidation(path, found));
  return found.is_valid ? exitCodes.good : exitCodes.bad;
}

async function printValidation(path: string, found: Validation): Promise<void> {
  for (const error of found.syntax_errors) await write('stdout', `${place(error)} ${styled('red', 'syntax')} ${error.message}\n`);
  for (const issue of found.import_issues) await write('stdout', `${place(issue)} ${styled('red', 'import')} ${issue.message}\n`);
  for (const warning of found.security_warnings) {
    const colour = warning.severity === 'error' ? 'red' : 'yellow';
    await write(
      'stdout',
      `${place(warning)} ${styled(colour, warning.rule)} ${warning.message}\n    why: ${warning.why}\n    fix: ${warning.fix}\n`,
    );
  }
  for (const text of found.recommendations) await write('stdout', `${styled('dim', 'hint')} ${text}\n`);
  await write('stderr', `${path}: ${found.is_valid ? styled('green', 'valid', 'stderr') : styled('red', 'not valid', 'stderr')}\n`);
}

/** As compilers write it, so that editors and terminals make it a link. */
function place({ file, line, column }: { file: string | null; line: number | null; column: number | null }): string {
  return [file, line, column].filter((part) => part !== null).join(':');
}
