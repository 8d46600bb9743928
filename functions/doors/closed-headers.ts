/** On every answer that is not a page: kept by nobody, read as nothing but what it says it is, framed by nobody. */
export const closedHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

/** On a page for people: its own styles, one form that leads back to it, nothing else. A form's browser says where it comes from, which the
 *  local server asks; other sites hear nothing of the address. */
export const pageHeaders = {
  ...closedHeaders,
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
} as const;
