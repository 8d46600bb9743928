import { createAwsIdentity } from '../aws/identity/aws-identity.ts';
import { readConfig } from '../config.ts';
import { authorizerLambda } from '../doors/lambda/authorizer-lambda.ts';
import type { Identity } from '../ports/identity.ts';
import { createTokens } from '../stores/tokens.ts';
import { createObserver } from './observer.ts';
import { openTable } from './parts/table.ts';

const config = readConfig(['stack', 'tracing', 'table', 'endpoint', 'userPool', 'userPoolClient']);
const tokens = createTokens({ table: openTable(config) });

/** A token's use is noted before the answer, at most once a minute each: nothing of a function goes on behind it. */
const noted: Identity = {
  actorOf: async (secret) => {
    const actor = await tokens.actorOf(secret);
    await tokens.settled();
    return actor;
  },
};

/** Asked by the gateway who calls. */
export const handler = authorizerLambda(createAwsIdentity({ tokens: noted, ...config }), createObserver(config));
