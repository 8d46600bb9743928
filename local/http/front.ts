import type { App } from '../../functions/doors/app.ts';
import { createDocs } from './docs/docs.ts';
import type { DocsOptions } from './docs/docs.ts';
import { createMetricsPage } from './metrics-page.ts';
import type { MetricsOptions } from './metrics-page.ts';
import { createSessions } from './sessions.ts';

export interface FrontOptions {
  api: App;
  /** Without it there are no pages: for clients in this same process. */
  docs?: DocsOptions;
  /** Without it there is no /metrics. */
  metrics?: MetricsOptions;
  /** Serves the signed addresses that the bucket grants; null for every other request. */
  serveGrant: (request: Request) => Promise<Response | null>;
}

/** All that the local edition answers, over HTTP or in memory: grants (their signature is their credential), the pages under /docs, the API. */
export function createFront(options: FrontOptions): App {
  const sessions = createSessions();
  const docs = options.docs ? createDocs(options.docs, sessions) : null;
  const metrics = options.metrics ? createMetricsPage(options.metrics) : null;
  return async (request) => {
    const granted = await options.serveGrant(request);
    if (granted) return granted;
    return (await metrics?.(request)) ?? (await docs?.(request)) ?? options.api(sessions.signedIn(request));
  };
}
