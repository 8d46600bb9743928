import type { Services } from '../services.ts';

/** What it takes to end a run and to start the next one. */
export type EndingParts = Pick<Services, 'stores' | 'bucket' | 'launcher' | 'workflow' | 'pulse' | 'metrics' | 'settings'>;

/** The same, for those who also answer steps that wait. */
export type AnsweringParts = EndingParts & Pick<Services, 'callbacks'>;
