import { errorText } from '../../core/error-text.ts';
import type { NoticeParts } from './parts.ts';

/** Tells what a marker says. What cannot be told now holds up nothing else: the operator hears of it, and the sweep tries again. */
export async function tellCarefully(parts: NoticeParts, name: string): Promise<string[]> {
  try {
    // Most ends leave nothing to tell, and what writes mails would be read at every cold start.
    const { tell } = await import('./tell.ts');
    return await tell(parts, name);
  } catch (error) {
    parts.settings.log('error', 'what happened could not be told', { what: name, error: errorText(error) });
    return [];
  }
}
