import { createAwsIdentity } from '../aws/identity/aws-identity.ts';
import { readConfig } from '../config.ts';
import { authorizerLambda } from '../doors/lambda/authorizer-lambda.ts';
import { createTokens } from '../stores/tokens.ts';
import { createObserver } from './observer.ts';
import { openTable } from './parts/table.ts';

const config = readConfig(['stack', 'tracing', 'table', 'endpoint', 'userPool', 'userPoolClient']);
const tokens = createTokens({ table: openTable(config) });

/** Asked by the gateway who calls. */
export const handler = authorizerLambda(createAwsIdentity({ tokens, ...config }), createObserver(config));
