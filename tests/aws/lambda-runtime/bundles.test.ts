import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rmSync } from 'node:fs';
import { resourceNames } from '../../../core/resources.ts';
import { bundleAll, lambdaNames } from '../../../infra/bundle.ts';
import { gatewayEventOf } from '../../doors/lambda/gateway-events.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { installation } from './environment.ts';
import { startFunction } from './start-function.ts';

const folder = temporaryFolder('bundles');
beforeAll(async () => {
  await bundleAll(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** One call of a function on AWS's runtime client, where AWS itself does not answer. */
async function answerOf(name: string, event: unknown, environment = installation()) {
  const running = await startFunction(`${folder}/${name}`, environment);
  try {
    const { chunks, ...answer } = await running.invoke(event);
    return { ...answer, text: Buffer.concat(chunks.map(({ bytes }) => bytes)).toString(), log: running.log() };
  } finally {
    await running.close();
  }
}

const misfit = { runId: 7 };

describe("every bundle, on AWS's own runtime client,", () => {
  test.each(resourceNames)('%s answers a request', async (name) => {
    const answer = await answerOf(name, gatewayEventOf({ target: 'GET /v1/nowhere', resource: '/{proxy+}', scopes: null }));
    expect(answer).toMatchObject({ streamed: true, type: 'application/vnd.awslambda.http-integration-response', error: null });
    expect(answer.text).toMatch(/"statusCode":404.*"code":"no-route"/s);
    expect(answer.log).toContain('"route":"GET /{proxy+}"');
  });

  test.each(['launch', 'run', 'finish', 'admit'])('%s fails under a name that the state machine knows', async (name) => {
    expect(await answerOf(name, misfit)).toMatchObject({ streamed: false, error: { name: 'internal' } });
  });

  test.each(['task-stopped', 'execution-ended', 'fire'])('%s fails for an event that is none, so that it is kept', async (name) => {
    expect(await answerOf(name, misfit)).toMatchObject({
      error: { name: 'ZodError' },
      log: expect.stringContaining('an event was not handled'),
    });
  });

  test('sweep loads the clients that it uses', async () => {
    const { log } = await answerOf('sweep', {});
    expect(log).toContain('The table cannot be reached');
    expect(log).not.toMatch(/MODULE_NOT_FOUND|Cannot find/);
  });

  test('fire reads its schedule, and fails for a table that is away, so that it is called again', async () => {
    const dueTime = { scheduleId: 'sch_01JH7Q3V9ZK4M2N8P6R5S1T0WX', slot: '2026-03-22T18:59:00Z' };
    const { error, log } = await answerOf('fire', dueTime);
    expect(error?.name).toBe('AppError');
    expect(log).toContain('The table cannot be reached');
  });

  test('undelivered leaves in the queue what it cannot record', async () => {
    const messages = { Records: [{ messageId: 'one', body: '{}', messageAttributes: {} }] };
    expect(JSON.parse((await answerOf('undelivered', messages)).text)).toEqual({ batchItemFailures: [{ itemIdentifier: 'one' }] });
  });

  test('authorizer answers the one word for who is unknown', async () => {
    const question = { type: 'TOKEN', methodArn: 'arn:aws:execute-api:eu-west-1:1:a/api/GET/v1/runs', authorizationToken: 'none' };
    expect(await answerOf('authorizer', question)).toMatchObject({ error: { message: 'Unauthorized' } });
  });

  test('templates carries the starter scripts', async () => {
    const headers = { Authorization: ['Bearer rlt_x'] };
    expect((await answerOf('templates', gatewayEventOf({ target: 'GET /v1/templates', headers }))).text).toContain('"csv-report"');
  });

  test('system writes the OpenAPI document', async () => {
    const headers = { Authorization: ['Bearer rlt_x'] };
    expect((await answerOf('system', gatewayEventOf({ target: 'GET /openapi.json', headers }))).text).toContain('"openapi":"3.1.0"');
  });

  test('a function that is not told what it needs does not start, and says what is missing', async () => {
    const { RUNLET_TABLE: _table, ...environment } = installation();
    await expect(startFunction(`${folder}/tokens`, environment)).rejects.toThrow('RUNLET_TABLE is not set.');
  });

  test('none is left out', async () => {
    const others = ['admit', 'authorizer', 'execution-ended', 'finish', 'fire', 'launch', 'run', 'sweep', 'task-stopped', 'undelivered'];
    expect(await lambdaNames()).toEqual([...resourceNames, ...others].toSorted());
  });
});
