import { admitStep } from '../../core/schemas/steps.ts';
import { readConfig } from '../config.ts';
import { stepLambda } from '../doors/lambda/step-lambda.ts';
import { admitStep as admit } from '../workflow/admit.ts';
import { createObserver } from './observer.ts';
import { openTable } from './parts/table.ts';
import { openWorkflow } from './parts/workflow.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, 'table', 'stateMachine']);
const observer = createObserver(config);
const services = createServices(config, observer.log, { table: openTable(config), workflow: (parts) => openWorkflow(config, parts) });

/** Called by the state `Admit`. */
export const handler = stepLambda(admitStep, async (payload) => admit(services, payload), observer);
