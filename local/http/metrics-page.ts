import { authenticate } from '../../functions/doors/authenticate.ts';
import { authorize } from '../../functions/doors/authorize.ts';
import { closedHeaders } from '../../functions/doors/closed-headers.ts';
import { newRequestId, problem } from '../../functions/doors/problem.ts';
import type { Identity } from '../../functions/ports/identity.ts';
import type { Settings } from '../../functions/services.ts';
import type { LocalMetrics } from '../metrics/metrics.ts';

export interface MetricsOptions {
  identity: Identity;
  metrics: LocalMetrics;
  log: Settings['log'];
}

const scope = 'runs:read';

/** Answers `GET /metrics` with the figures as Prometheus reads them, for tokens that may read runs; null for every other address. */
export function createMetricsPage({ identity, metrics, log }: MetricsOptions): (request: Request) => Promise<Response | null> {
  return async (request) => {
    if (new URL(request.url).pathname !== '/metrics' || request.method !== 'GET') return null;
    try {
      authorize((await authenticate(request, scope, identity)).actor, scope);
      const { body, type } = await metrics.text();
      return new Response(body, { headers: { ...closedHeaders, 'content-type': type } });
    } catch (error) {
      return problem(error, { requestId: newRequestId(), where: 'GET /metrics', log });
    }
  };
}
