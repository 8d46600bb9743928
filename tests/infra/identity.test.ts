import { expect, test } from 'vitest';
import { resources, template } from './synthesize.ts';

function only(type: string): Record<string, unknown> {
  const [found, ...others] = resources(template(), type);
  expect([found === undefined, others.length]).toEqual([false, 0]);
  return found?.Properties ?? {};
}

test('nobody makes an account for themselves', () => {
  expect(only('AWS::Cognito::UserPool')['AdminCreateUserConfig']).toMatchObject({ AllowAdminCreateUserOnly: true });
});

test('people sign in by proof of their password, and by no flow that sends tokens to an address', () => {
  const client = only('AWS::Cognito::UserPoolClient');
  expect(client).toMatchObject({
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    AllowedOAuthFlowsUserPoolClient: false,
  });
  expect([client['AllowedOAuthFlows'], client['CallbackURLs']]).toEqual([undefined, undefined]);
});
