import * as z from 'zod';
import type { Actor, Identity } from '../../ports/identity.ts';
import { contextOf } from './caller.ts';
import { observed } from './observed.ts';
import type { Invocation, Observer } from './observer.ts';

/** What a REST API asks its authorizer, of either kind. AWS docs: "Input to an API Gateway Lambda authorizer". */
const question = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TOKEN'), methodArn: z.string(), authorizationToken: z.string() }),
  z.object({ type: z.literal('REQUEST'), methodArn: z.string(), headers: z.record(z.string(), z.string()).nullish() }),
]);
type Question = z.infer<typeof question>;

/** Makes the handler of the authorizer. Whoever is known may call every method of the stage, because the gateway keeps the answer for a minute and
 *  asks it about every other method too; what a caller may do there is asked by the functions, who are told its scopes.
 *  Nobody who is known is `Unauthorized`, the one word that the gateway answers with 401 (AWS docs: "Output from an API Gateway Lambda authorizer"). */
export function authorizerLambda(identity: Identity, observer: Observer) {
  return observed(observer).handler(async (event: unknown, _context: Invocation) => {
    const asked = question.parse(event);
    const credential = credentialOf(asked);
    const actor = credential === null ? null : await identity.actorOf(credential);
    observer.log('info', 'authorized', { actor: actor?.id ?? 'nobody' });
    if (actor === null) throw new Error('Unauthorized');
    return policyFor(actor, asked.methodArn);
  });
}

function credentialOf(asked: Question): string | null {
  const header = asked.type === 'TOKEN' ? asked.authorizationToken : authorizationOf(asked.headers ?? {});
  return /^bearer +([\x21-\x7e]+)$/i.exec(header.trim())?.[1] ?? null;
}

function authorizationOf(headers: Record<string, string>): string {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
}

/** `arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/live/GET/v1/runs`: its first two parts are API and stage. */
function policyFor(actor: Actor, methodArn: string) {
  const stage = methodArn.split('/').slice(0, 2).join('/');
  return {
    principalId: actor.id,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${stage}/*/*` }],
    },
    context: contextOf(actor),
  };
}
