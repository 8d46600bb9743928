import { randomUUID } from 'node:crypto';
import { AppError } from '../../../core/errors.ts';
import type { Bucket } from '../../ports/bucket.ts';
import { scanOf, scanQuestion } from '../../ports/scan-form.ts';
import type { Scanner } from '../../ports/scanner.ts';
import type { Clients } from '../clients/index.ts';
import { faultName } from '../passing-fault.ts';

export interface LambdaScannerDeps {
  clients: Pick<Clients, 'lambda'>;
  /** Name of the function. */
  functionName: string;
  bucket: Pick<Bucket, 'put' | 'grantDownload' | 'remove'>;
  /** Requests of more bytes go through the bucket; 4 MiB unless said otherwise, because Lambda takes 6 MB (AWS docs: "Lambda quotas"). */
  inlineBytes?: number;
}

/** A Scanner in a Lambda of its own, written in Python. It is asked with the JSON that the resident scanner reads, `{id, files, entry, level,
 *  allowedImports}`, or with `{url}`, behind which that JSON lies; it answers as the resident one does. */
export function createLambdaScanner(deps: LambdaScannerDeps): Scanner {
  const { bucket, inlineBytes = 4 * 1024 * 1024 } = deps;
  return {
    scan: async (request) => {
      const question = Buffer.from(JSON.stringify({ id: 1, ...scanQuestion(request) }));
      if (question.byteLength <= inlineBytes) return scanOf(await ask(deps, question));
      const key = `scans/${randomUUID()}.json`;
      await bucket.put(key, question);
      try {
        const url = await bucket.grantDownload(key, 'request.json');
        return scanOf(await ask(deps, Buffer.from(JSON.stringify({ url }))));
      } finally {
        // What is left behind vanishes with the bucket's other old objects.
        await bucket.remove(key).catch(() => undefined);
      }
    },
  };
}

async function ask({ clients, functionName }: LambdaScannerDeps, question: Uint8Array): Promise<unknown> {
  const { client, sdk } = await clients.lambda();
  try {
    const { Payload, FunctionError } = await client.send(new sdk.InvokeCommand({ FunctionName: functionName, Payload: question }));
    if (FunctionError !== undefined) throw new Error('its function failed');
    return JSON.parse(Payload?.transformToString() ?? '');
  } catch (error) {
    throw new AppError('scan-failed', `The scanner did not answer (${because(error)}); try again, and see its log if it stays so.`);
  }
}

/** Never the payload itself, which may hold what the script holds. */
function because(error: unknown): string {
  if (error instanceof SyntaxError) return 'its answer is not JSON';
  return error instanceof Error && error.name === 'Error' ? error.message : faultName(error);
}
