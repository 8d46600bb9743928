import type { Services } from '../services.ts';
import type { AfterEndParts } from './after-end.ts';

/** What it takes to end a run, to start the next one, and to do what is left after the end. */
export type EndingParts = AfterEndParts & Pick<Services, 'launcher' | 'workflow' | 'pulse' | 'metrics'>;

/** The same, for those who also answer steps that wait. */
export type AnsweringParts = EndingParts & Pick<Services, 'callbacks'>;
