import { errorText } from '../../core/error-text.ts';
import type { NoticeParts } from './parts.ts';
import { tell } from './tell.ts';

/** Tells what a marker says. What cannot be told now holds up nothing else: the operator hears of it, and the sweep tries again. */
export async function tellCarefully(parts: NoticeParts, name: string): Promise<string[]> {
  try {
    return await tell(parts, name);
  } catch (error) {
    parts.settings.log('error', 'what happened could not be told', { what: name, error: errorText(error) });
    return [];
  }
}
