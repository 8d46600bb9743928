import * as z from 'zod';
import { scope } from '../../../core/schemas/token.ts';
import type { Actor, Identity } from '../../ports/identity.ts';
import type { GatewayEvent } from './gateway-event.ts';

/** The caller as the authorizer tells the functions behind it. The gateway hands on flat text only (AWS docs: "Output from an API Gateway Lambda
 *  authorizer"), so the scopes stand in one text with spaces between. */
const callerContext = z.object({ actorId: z.string().min(1), name: z.string(), scopes: z.string() });

/** What the authorizer answers of an actor. */
export function contextOf(actor: Actor): z.infer<typeof callerContext> {
  return { actorId: actor.id, name: actor.name, scopes: actor.scopes.join(' ') };
}

/** Takes the gateway's word for who calls: the authorizer has looked the credential up, within the last minute. Without that word it is nobody. */
export function callerIdentity(event: GatewayEvent): Identity {
  const told = callerContext.safeParse(event.requestContext.authorizer);
  if (!told.success) return { actorOf: async () => null };
  const scopes = told.data.scopes.split(' ').flatMap((name) => scope.safeParse(name).data ?? []);
  return { actorOf: async () => ({ id: told.data.actorId, name: told.data.name, scopes }) };
}
