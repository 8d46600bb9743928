import { loader } from '../../aws/clients/loader.ts';
import { createLambdaScanner } from '../../aws/scanner/lambda-scanner.ts';
import type { Config } from '../../config.ts';
import type { Bucket } from '../../ports/bucket.ts';
import type { Scanner } from '../../ports/scanner.ts';

/** The installation's scanner. */
export function openScanner({ scanner, endpoint }: Config<'scanner' | 'endpoint'>, bucket: Bucket): Scanner {
  const clients = { lambda: loader(() => import('../../aws/clients/lambda.ts'), { endpoint }) };
  return createLambdaScanner({ clients, functionName: scanner, bucket });
}
