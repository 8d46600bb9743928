import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAwsIdentity } from '../../functions/aws/identity/aws-identity.ts';
import { createTokens } from '../../functions/stores/tokens.ts';
import { openTable } from '../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { identityContract } from './identity.contract.ts';

const userPool = 'eu-west-1_AbCdEfGhI';
const userPoolClient = '5f2k1example';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
const keys = { keys: [{ kid: 'key-1', kty: 'RSA', alg: 'RS256', use: 'sig', n, e }] };

/** A token as the pool signs it for who signed in, with these claims in place of the usual ones. */
function givenJwt(claims: Record<string, unknown> = {}, key = privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const usual = {
    sub: '9f1c',
    iss: `https://cognito-idp.eu-west-1.amazonaws.com/${userPool}`,
    client_id: userPoolClient,
    token_use: 'access',
    username: 'ada',
    iat: now,
    exp: now + 3600,
  };
  const body = [
    { alg: 'RS256', kid: 'key-1' },
    { ...usual, ...claims },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${body.join('.')}.${sign('RSA-SHA256', Buffer.from(body.join('.')), key).toString('base64url')}`;
}

async function nobody(): Promise<null> {
  return null;
}

const people = createAwsIdentity({ tokens: { actorOf: nobody }, userPool, userPoolClient, keys });

identityContract('API tokens and Cognito', () => {
  const folder = temporaryFolder('identity-aws');
  const table = openTable(join(folder, 'runlet.db'));
  const tokens = createTokens({ table });
  const close = () => {
    table.close();
    rmSync(folder, { recursive: true });
  };
  return { tokens, identity: createAwsIdentity({ tokens, userPool, userPoolClient, keys }), close };
});

describe('who signed in to the user pool', () => {
  it('may work with scripts and runs', async () => {
    const work = ['scripts', 'runs', 'schedules', 'subscriptions'];
    const scopes = work.flatMap((one) => [`${one}:read`, `${one}:write`]);
    expect(await people.actorOf(givenJwt())).toEqual({ id: 'usr_9f1c', name: 'ada', scopes });
  });

  it('may do everything as a member of the group admin', async () => {
    expect(await people.actorOf(givenJwt({ 'cognito:groups': ['staff', 'admin'] }))).toMatchObject({ scopes: ['admin'] });
  });

  it('is known by an id token too, and named by its e-mail address', async () => {
    const idToken = givenJwt({ token_use: 'id', aud: userPoolClient, client_id: undefined, email: 'ada@example.com' });
    expect(await people.actorOf(idToken)).toMatchObject({ id: 'usr_9f1c', name: 'ada@example.com' });
  });

  it.each([
    ['has expired', { exp: 1_700_000_000 }],
    ['was made for another client', { client_id: 'other' }],
    ['is of another pool', { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other' }],
    ['names nobody', { sub: undefined }],
  ])('is nobody when the token %s', async (_why, claims) => {
    expect(await people.actorOf(givenJwt(claims))).toBeNull();
  });

  it.each([
    ['is signed by nobody', { alg: 'none', kid: 'key-1' }, ''],
    [
      'is signed with the public key as a secret',
      { alg: 'HS256', kid: 'key-1' },
      publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    ],
    ['names no key', { alg: 'RS256' }, ''],
  ])('is nobody when the token %s', async (_why, header, secret) => {
    const [, claims] = givenJwt({ 'cognito:groups': ['admin'] }).split('.');
    const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${claims}`;
    const signature = secret === '' ? '' : createHmac('sha256', secret).update(signed).digest('base64url');
    expect(await people.actorOf(`${signed}.${signature}`)).toBeNull();
  });

  it('is no administrator by a group that only reads like it', async () => {
    for (const group of ['Admin', 'admin ', 'admins', 'tokens:write'])
      expect((await people.actorOf(givenJwt({ 'cognito:groups': [group], scope: 'admin' })))?.scopes).not.toContain('admin');
  });

  it('is nobody when another key has signed', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    expect(await people.actorOf(givenJwt({}, other))).toBeNull();
  });
});
