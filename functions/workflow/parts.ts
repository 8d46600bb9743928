import type { Services } from '../services.ts';

/** What it takes to end a run and to start the next one. */
export type EndingParts = Pick<Services, 'stores' | 'bucket' | 'launcher' | 'workflow' | 'pulse' | 'metrics' | 'settings'>;

/** The same, for those who end runs where no workflow is left to tell of it. */
export type TellingParts = EndingParts & Pick<Services, 'alerts'>;

/** The first, for those who also answer steps that wait. */
export type AnsweringParts = EndingParts & Pick<Services, 'callbacks'>;
