import { AppError } from '../../core/errors.ts';
import type { StartRunBody } from '../../core/schemas/run.ts';
import type { Services } from '../services.ts';
import { checkInput } from './check-input.ts';
import { savedProgram } from './programs.ts';
import type { Program } from './submit-run.ts';

/** How the runs of a schedule are to be done. */
export type RunSettings = Omit<StartRunBody, 'version' | 'inputText' | 'files' | 'triggerKind'>;

/** A schedule's row is written at each slot, so it must stay small. */
const settingsBytes = 32 * 1024;

/** The program that a schedule runs, after looking whether it would start if it came due now.
 *  @throws AppError `not-found`, `no-version`, `invalid-input`, `bad-request` for settings above 32 KiB. */
export async function checkTarget(
  services: Services,
  script: string,
  version: number | 'live',
  settings: RunSettings,
): Promise<Program & { script: { id: string; name: string } }> {
  const bytes = Buffer.byteLength(JSON.stringify(settings));
  if (bytes > settingsBytes) {
    const expected = `input, args and env of at most ${settingsBytes} bytes in all; let the script fetch what is larger`;
    throw new AppError('bad-request', undefined, [{ field: 'input', expected, got: `${bytes} bytes` }]);
  }
  const { securityLevel: level, allowedImports } = settings;
  const program = await savedProgram(services, script, version, { level, allowedImports });
  if (program.script === null) throw new Error('a saved program belongs to a script');
  await checkFit(program, settings);
  return { ...program, script: program.script };
}

/** Holds the input of a schedule to what its program takes. @throws AppError `invalid-input`. */
export async function checkFit({ inputSchema, argv }: Program, { input = null, args = [] }: RunSettings): Promise<void> {
  await checkInput(inputSchema, input, { partial: argv !== null && args.length > 0 });
}
