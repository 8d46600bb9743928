import type { ClientSettings } from './configuration.ts';
import { loader } from './loader.ts';
import type { Loader } from './loader.ts';
import type * as dynamodb from './dynamodb.ts';
import type * as ecs from './ecs.ts';
import type * as lambda from './lambda.ts';
import type * as s3 from './s3.ts';
import type * as scheduler from './scheduler.ts';
import type * as sfn from './sfn.ts';
import type * as sns from './sns.ts';
import type * as ssm from './ssm.ts';

export type { ClientSettings } from './configuration.ts';

/**
 * The SDK's clients under one configuration, each loaded and built when it is first asked for, so that a Lambda pays at its
 * start for none and later only for those it uses:
 *
 *     const { client, sdk } = await clients.dynamodb();
 *     const { Item } = await client.send(new sdk.GetItemCommand({ … }));
 *
 * `sdk` holds the commands that Runlet uses, all named in the file of their service; whoever needs another adds it there.
 */
export interface Clients {
  dynamodb: Loader<typeof dynamodb>;
  s3: Loader<typeof s3>;
  ecs: Loader<typeof ecs>;
  sfn: Loader<typeof sfn>;
  scheduler: Loader<typeof scheduler>;
  sns: Loader<typeof sns>;
  ssm: Loader<typeof ssm>;
  lambda: Loader<typeof lambda>;
}

/** One set for a process: clients share their connections. @param settings nothing in Lambda but `endpoint` on an emulator. */
export function createClients(settings: ClientSettings = {}): Clients {
  return {
    dynamodb: loader(() => import('./dynamodb.ts'), settings),
    s3: loader(() => import('./s3.ts'), settings),
    ecs: loader(() => import('./ecs.ts'), settings),
    sfn: loader(() => import('./sfn.ts'), settings),
    scheduler: loader(() => import('./scheduler.ts'), settings),
    sns: loader(() => import('./sns.ts'), settings),
    ssm: loader(() => import('./ssm.ts'), settings),
    lambda: loader(() => import('./lambda.ts'), settings),
  };
}
