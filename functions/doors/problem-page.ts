import { problem } from '../../core/schemas/problem.ts';
import { pageHeaders } from './closed-headers.ts';
import { escapeHtml } from '../../core/html.ts';

/** The same refusal for whoever followed a link: a page with its sentence. */
export async function problemPage(refusal: Response): Promise<Response> {
  const { title, detail, requestId } = problem.parse(await refusal.json());
  const headers = new Headers(refusal.headers);
  for (const [name, value] of Object.entries(pageHeaders)) headers.set(name, value);
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="font-family: system-ui, sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em">
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(detail)}</p>
<p><small>${escapeHtml(requestId ?? '')}</small></p>
</body></html>
`;
  return new Response(html, { status: refusal.status, headers });
}
