import { waitingStep } from '../../core/schemas/steps.ts';
import { readConfig } from '../config.ts';
import { stepLambda } from '../doors/lambda/step-lambda.ts';
import { launchStep } from '../workflow/launch.ts';
import { createObserver } from './observer.ts';
import { openCallbacks } from './parts/callbacks.ts';
import { openStarter, startSettings } from './parts/sandboxes.ts';
import { openTable } from './parts/table.ts';
import { openWarm, warmSettings } from './parts/warm.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...startSettings, 'table', 'warmPool']);
const observer = createObserver(config);
const table = openTable(config);
const cold = openStarter(config);
const launcher = config.warmPool > 0 ? openWarm({ ...config, ...readConfig(warmSettings) }, { cold, table }) : cold;
const given = { table, launcher, callbacks: openCallbacks(config) };
const services = createServices(config, observer.log, given);

/** Called by the state `Launch`, which then waits. */
export const handler = stepLambda(waitingStep, async (payload) => launchStep(services, payload), observer);
