import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { bundleEntry } from '../../../infra/bundle.ts';
import { gatewayEventOf } from '../../doors/lambda/gateway-events.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import type { Answered } from './runtime-api.ts';
import { startFunction } from './start-function.ts';
import type { RunningFunction } from './start-function.ts';

const folder = temporaryFolder('streaming');
let running: RunningFunction;
beforeAll(async () => {
  await bundleEntry(join(import.meta.dirname, 'streaming-function.ts'), folder);
  running = await startFunction(folder);
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true });
});

const prelude = z.object({ statusCode: z.int(), headers: z.record(z.string(), z.string()) });

/** What the gateway reads of a streamed answer: JSON, eight zero bytes, and the body chunk by chunk. */
function read({ chunks }: Answered) {
  const whole = Buffer.concat(chunks.map(({ bytes }) => bytes));
  const at = whole.indexOf(Buffer.alloc(8));
  const body = whole.subarray(at + 8);
  return { ...prelude.parse(JSON.parse(whole.subarray(0, at).toString())), body: body.toString(), preludeBytes: at };
}

/** When the first chunk came that holds this text, in milliseconds since the call. */
function timeOf(answer: Answered, text: string): number {
  return answer.chunks.find(({ bytes }) => bytes.includes(text))?.at ?? Number.NaN;
}

const send = async (target: string, options: Parameters<RunningFunction['invoke']>[1] = {}) =>
  running.invoke(gatewayEventOf({ target, scopes: null }), options);

describe("on AWS's own runtime client", () => {
  test('events come one by one, when they happen, behind the prelude and its eight zero bytes', async () => {
    const answer = await send('GET /events');
    expect(answer).toMatchObject({ streamed: true, type: 'application/vnd.awslambda.http-integration-response', error: null });
    expect(read(answer)).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/event-stream' } });
    expect(read(answer).preludeBytes).toBeLessThan(16 * 1024);
    const times = [0, 1, 2, 3].map((index) => timeOf(answer, `id: ${index}\n`));
    for (const [index, time] of times.entries()) if (index > 0) expect(time - (times[index - 1] ?? 0)).toBeGreaterThan(200);
  });

  test('JSON that takes long is preceded by spaces, so that the line is never silent', async () => {
    const answer = await send('GET /slow');
    const { body, ...told } = read(answer);
    expect(told).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(body).toMatch(/^ {2,4}\{"ended":true\}$/);
    expect(answer.chunks[0]?.at).toBeLessThan(500);
    expect(timeOf(answer, 'ended')).toBeGreaterThan(900);
  });

  test('a refusal has its own status when nothing was sent before it', async () => {
    const answer = await send('GET /refused');
    expect([read(answer).statusCode, timeOf(answer, 'not-found') > 600]).toEqual([404, true]);
  });

  test('an answer ends before the function is ended from outside', async () => {
    expect(read(await send('GET /slow', { remainingMs: 5300 })).body).toMatch(/\{"ended":false\}$/);
  });

  test('a stream of events that breaks ends without an end, and the function goes on with the next call', async () => {
    const broken = await send('GET /breaks');
    expect([read(broken).body, broken.error]).toEqual([': begun\n\n', null]);
    expect(read(await send('GET /slow')).body).toContain('true');
    expect(running.log()).toContain('TypeError: the disk is gone');
  });
});
