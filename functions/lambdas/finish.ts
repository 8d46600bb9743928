import { readConfig } from '../config.ts';
import { finishStep } from '../../core/schemas/steps.ts';
import { stepLambda } from '../doors/lambda/step-lambda.ts';
import { finishStep as finish } from '../workflow/finish.ts';
import { createObserver } from './observer.ts';
import { endingSettings, openEnding } from './parts/ending.ts';
import { mailSettings, openMail } from './parts/topic.ts';
import { commonSettings, createServices } from './services.ts';

const config = readConfig([...commonSettings, ...endingSettings, ...mailSettings]);
const observer = createObserver(config);
const services = createServices(config, observer.log, { ...openEnding(config), ...openMail(config) });

/** Called by the state `Finish`. */
export const handler = stepLambda(finishStep, async (payload) => finish(services, payload), observer);
