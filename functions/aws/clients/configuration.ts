import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Where the clients call, when that is not AWS itself. What is left out the SDK finds as it always does. */
export interface ClientSettings {
  /** Address of an emulator, the value of AWS_ENDPOINT_URL; S3 is then called with the bucket in the path. */
  endpoint?: string;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** Milliseconds that one request may take, in place of the service's own. */
  requestMs?: number;
}

/** Enough for what one Lambda does at once; further requests wait for a connection. */
const maxSockets = 50;
const connectionMs = 2_000;
/** A call that was throttled or failed is sent again so often in all; the SDK waits between and slows itself down. */
const maxAttempts = 5;

const httpAgent = new HttpAgent({ keepAlive: true, maxSockets });
const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets });

/** The configuration of every client. @param requestMs the longest that one request of this service may take until its answer begins. */
export function configuration({ endpoint, region, credentials, ...settings }: ClientSettings, requestMs: number) {
  const requestTimeout = settings.requestMs ?? requestMs;
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts,
    retryMode: 'adaptive',
    requestHandler: new NodeHttpHandler({
      httpAgent,
      httpsAgent,
      connectionTimeout: connectionMs,
      requestTimeout,
      // Without it the handler only writes a warning and waits on.
      throwOnRequestTimeout: true,
      socketTimeout: requestTimeout,
    }),
  };
}
