import type { Services } from '../services.ts';

/** What it takes to find who is to be told what, and to record it. */
export type NoticeParts = Pick<Services, 'table' | 'stores' | 'bucket' | 'settings'>;
