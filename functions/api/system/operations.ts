import { healthz } from './healthz.ts';
import { openapi } from './openapi.ts';

/** What the resource `system` can do. */
export const systemOperations = { healthz, openapi } as const;
