import * as z from 'zod';

const one = z.record(z.string(), z.string()).nullish();
const several = z.record(z.string(), z.array(z.string())).nullish();

/** What a REST API sends to a Lambda by a proxy integration, as far as it is read.
 *  AWS docs: "Input format of a Lambda function for proxy integration". `path` comes percent-encoded as it was sent, parameters of the query decoded
 *  (captures of live gateways: hotsock/voker, pull request 8). */
export const gatewayEvent = z.object({
  httpMethod: z.string(),
  /** The address in the gateway's notation, `/v1/runs/{run}`. */
  resource: z.string(),
  path: z.string(),
  headers: one,
  multiValueHeaders: several,
  queryStringParameters: one,
  multiValueQueryStringParameters: several,
  pathParameters: one,
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
  requestContext: z.object({
    requestId: z.string().nullish(),
    stage: z.string().nullish(),
    domainName: z.string().nullish(),
    /** What the authorizer said of the caller; absent where none stands before the address. */
    authorizer: z.unknown().optional(),
  }),
});
export type GatewayEvent = z.infer<typeof gatewayEvent>;
