/** On every answer that is not a page: kept by nobody, read as nothing but what it says it is, framed by nobody. */
export const closedHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;
