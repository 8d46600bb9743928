const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': pagePolicy,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
} as const;

/** The page that shows `/openapi.json`; everything it loads comes from this server. */
export function docsPage(): Response {
  return page(
    200,
    'Runlet API',
    `<link rel="stylesheet" href="/docs/swagger-ui.css"><div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>`,
  );
}

/** Starts the viewer. Without `validatorUrl: null` it would send the document's address to a public validator. */
export const startScript = `SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null, docExpansion: 'list', tryItOutEnabled: true,
});
`;

/** Says why nothing is shown, and takes a token. `why` is a sentence of ours. */
export function signInPage(why: string): Response {
  return page(
    401,
    'Runlet: sign in',
    `<main><h1>Sign in</h1>
<p>${why} Open the link that <code>runlet start</code> printed, or paste a token; <code>runlet token create</code> makes one.</p>
<form method="post" action="/docs"><input name="token" type="password" autocomplete="off" aria-label="Token" required autofocus> <button>Sign in</button></form></main>`,
  );
}

function page(status: number, title: string, content: string): Response {
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<link rel="icon" href="/docs/favicon-32x32.png">
${content}
</html>
`;
  return new Response(html, { status, headers });
}
