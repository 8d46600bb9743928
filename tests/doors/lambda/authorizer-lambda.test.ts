import { describe, expect, test } from 'vitest';
import { authorizerLambda } from '../../../functions/doors/lambda/authorizer-lambda.ts';
import { callerIdentity } from '../../../functions/doors/lambda/caller.ts';
import { gatewayEvent } from '../../../functions/doors/lambda/gateway-event.ts';
import { givenServices } from '../given-services.ts';
import { gatewayEventOf } from './gateway-events.ts';
import { givenContext, givenObserver } from './given-runtime.ts';

const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live/GET/v1/runs';

async function givenAuthorizer() {
  const { services, tokenWith } = givenServices();
  const { observer, seen } = givenObserver();
  const handler = authorizerLambda(services.identity, observer);
  const ask = async (authorizationToken: string) => handler({ type: 'TOKEN', methodArn, authorizationToken }, givenContext());
  return { ask, handler, seen, secret: await tokenWith('runs:read', 'runs:write') };
}

describe('the authorizer', () => {
  test('lets in whoever is known, to the whole stage, because its answer is kept for all methods', async () => {
    const { ask, secret } = await givenAuthorizer();
    const answer = await ask(`Bearer ${secret}`);
    expect(answer.policyDocument.Statement).toEqual([
      {
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live/*/*',
      },
    ]);
  });

  test('tells the functions who calls and with which scopes', async () => {
    const { ask, secret } = await givenAuthorizer();
    const { principalId, context } = await ask(`Bearer ${secret}`);
    const event = gatewayEvent.parse(gatewayEventOf({ target: 'GET /v1/runs' }));
    event.requestContext.authorizer = { principalId, ...context };
    const actor = await callerIdentity(event).actorOf('');
    expect(actor).toEqual({ id: principalId, name: 'test', scopes: ['runs:read', 'runs:write'] });
  });

  test('reads the header of a question of the kind REQUEST however it is written', async () => {
    const { handler, secret } = await givenAuthorizer();
    const headers = { authorization: `bearer   ${secret}` };
    expect(await handler({ type: 'REQUEST', methodArn, headers }, givenContext())).toMatchObject({ context: { name: 'test' } });
  });

  test.each(['', 'Bearer', 'Bearer rlt_unknown', 'Basic dXNlcjpwYXNz', 'Bearer a b'])(
    'answers with the one word that the gateway takes for 401: %s',
    async (credential) => {
      const { ask } = await givenAuthorizer();
      await expect(ask(credential)).rejects.toThrow(/^Unauthorized$/);
    },
  );

  test('never logs a credential', async () => {
    const { ask, secret, seen } = await givenAuthorizer();
    await ask(`Bearer ${secret}`);
    expect(JSON.stringify(seen.logged)).not.toContain(secret);
    expect(seen.logged).toMatchObject([{ message: 'authorized', facts: { actor: expect.stringMatching(/^tok_/) } }]);
  });
});
