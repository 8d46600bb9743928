import { fstatSync } from 'node:fs';
import type { Run } from '../../core/schemas/run.ts';

/** A sentence for a script that found nothing on its stdin although something was piped to the command; null for every other ending. */
export function unreadStdin({ exception, input }: Run): string | null {
  const missedIt = exception !== null && /(^|\.)(JSONDecodeError|EOFError)$/.test(exception.type);
  if (input !== null || !missedIt || !isPiped()) return null;
  return 'What is piped to `runlet run` does not reach the script by itself; give it as the input with `--input-json -`.';
}

/** A terminal, or nothing at all, is a character device. */
function isPiped(): boolean {
  try {
    return !fstatSync(0).isCharacterDevice();
  } catch {
    return false;
  }
}
