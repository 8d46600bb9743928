import { escapeHtml } from '../../../core/html.ts';
import type { Subscription } from '../../../core/schemas/subscription.ts';

export const pageType = 'text/html; charset=utf-8';

/** A page for people who came by a link. @param main HTML in which nothing of a user's text stands unescaped. */
export function page(title: string, main: string): { body: string; type: string } {
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="font-family: system-ui, sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em">
<h1>${escapeHtml(title)}</h1>
${main}
</body></html>
`;
  return { body, type: pageType };
}

/** What a subscription hears of, in words: `the script "report", runs that end FAILED; notices: missed`. */
export function heardOf({ script, label, statuses, notices }: Pick<Subscription, 'script' | 'label' | 'statuses' | 'notices'>): string {
  const scripts = script === null ? (label === null ? 'all scripts' : 'the scripts') : `the script "${script}"`;
  const labeled = label === null ? '' : ` with the label "${label}"`;
  const ends = statuses.length === 0 ? [] : [`runs that end ${statuses.join(', ')}`];
  const others = notices.length === 0 ? [] : [`notices: ${notices.join(', ')}`];
  return `${scripts}${labeled}; ${[...ends, ...others].join('; ')}`;
}
