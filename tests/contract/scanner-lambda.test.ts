import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { securityLevel } from '../../core/schemas/job.ts';
import { loader } from '../../functions/aws/clients/loader.ts';
import { createLambdaScanner } from '../../functions/aws/scanner/lambda-scanner.ts';
import type { Scanner } from '../../functions/ports/scanner.ts';
import { createScanner } from '../../local/scanner.ts';
import { pycache, python, runnerDir } from '../python.ts';
import { scannerContract } from './scanner.contract.ts';

const question = z.strictObject({
  id: z.int(),
  files: z.record(z.string(), z.base64().nullable()),
  entry: z.string().nullable(),
  level: securityLevel,
  allowedImports: z.array(z.string()).nullable(),
});

/** Lambda's way in (AWS docs: Invoke), behind which a resident scanner reads; `answer` stands in its place. Keeps what large requests leave in the bucket. */
async function givenLambda(inlineBytes?: number) {
  const resident = createScanner({ python, runnerDir, pycache });
  const kept = new Map<string, Uint8Array>();
  const given: { asked: string[]; answer: string | null; fails: boolean } = { asked: [], answer: null, fails: false };
  const scan = async (text: string): Promise<string> => {
    const { url } = z.object({ url: z.string().optional() }).parse(JSON.parse(text));
    const { files, ...rest } = question.parse(JSON.parse(url === undefined ? text : Buffer.from(kept.get(url) ?? []).toString()));
    const contents = Object.entries(files).map(
      ([path, content]) => [path, content === null ? null : Buffer.from(content, 'base64')] as const,
    );
    return JSON.stringify(await resident.scan({ ...rest, files: new Map(contents) }));
  };
  const invoke = async (request: IncomingMessage, response: ServerResponse) => {
    given.asked.push(request.url ?? '');
    const text = given.answer ?? (await scan(Buffer.concat(await request.toArray()).toString()));
    response.writeHead(200, given.fails ? { 'x-amz-function-error': 'Unhandled' } : {}).end(text);
  };
  const server = createServer((request, response) => void invoke(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const clients = { lambda: loader(() => import('../../functions/aws/clients/lambda.ts'), { endpoint, region: 'eu-west-1', credentials }) };
  const bucket = {
    put: async (key: string, content: Uint8Array | AsyncIterable<Uint8Array>) => {
      kept.set(key, z.instanceof(Uint8Array).parse(content));
      return { bytes: 0, sha256: '' };
    },
    grantDownload: async (key: string) => key,
    remove: async (key: string) => {
      kept.delete(key);
    },
  };
  const scanner: Scanner = createLambdaScanner({ clients, functionName: 'scan', bucket, inlineBytes });
  const close = async () => {
    await resident.close();
    server.close();
    server.closeAllConnections();
  };
  return { scanner, given, kept, close };
}

scannerContract('in a Lambda', givenLambda);
scannerContract('in a Lambda, by the bucket', async () => givenLambda(10));

describe('a scanner in a Lambda', () => {
  let lambda: Awaited<ReturnType<typeof givenLambda>>;
  beforeAll(async () => {
    lambda = await givenLambda(200);
  });
  afterAll(async () => lambda.close());
  const scan = async (source: string) =>
    lambda.scanner.scan({ files: new Map([['script.py', Buffer.from(source)]]), entry: null, level: 'permissive', allowedImports: null });

  it('is asked by its name, and leaves nothing in the bucket', async () => {
    await scan(`print("${'x'.repeat(500)}")`);
    expect(lambda.given.asked.at(-1)).toBe('/2015-03-31/functions/scan/invocations');
    expect(lambda.kept.size).toBe(0);
  });

  it.each([
    ['failed', { answer: '{"errorMessage": "secret = 1"}', fails: true }],
    ['answers what is no JSON', { answer: '<html>secret', fails: false }],
    ['answers something else', { answer: '{"secret": 1}', fails: false }],
    ['says that it could not read this', { answer: '{"error": "too deep"}', fails: false }],
  ])('that %s is a scan that failed', async (_what, state) => {
    Object.assign(lambda.given, state);
    const error = await scan('print(1)').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'scan-failed' });
    expect(String(error)).not.toContain('secret =');
  });
});
