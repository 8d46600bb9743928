import { waitingStep } from '../../core/schemas/steps.ts';
import { readConfig } from '../config.ts';
import { stepLambda } from '../doors/lambda/step-lambda.ts';
import { runStep } from '../workflow/run.ts';
import { createObserver } from './observer.ts';
import { openCallbacks } from './parts/callbacks.ts';
import { openTable } from './parts/table.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, 'table']);
const observer = createObserver(config);
const services = createServices(config, observer.log, { table: openTable(config), callbacks: openCallbacks(config) });

/** Called by the state `Run`, which then waits. */
export const handler = stepLambda(waitingStep, async (payload) => runStep(services, payload), observer);
