import type { Construct } from 'constructs';
import * as z from 'zod';

/** What an installation in an emulator goes without, because the emulators cannot create it; docs/deploy.md has the same list. */
export const switchedOff = {
  restrictDefaultSecurityGroup: 'The custom resource that empties the default security group of the network.',
  webAclAssociation: 'Putting the web firewall before the API.',
} as const;
export type SwitchedOff = keyof typeof switchedOff;

/** Address of the emulator for which the template is made (context `emulator`), or null for AWS. */
export function emulatorOf(scope: Construct): string | null {
  return z
    .url()
    .nullable()
    .parse(scope.node.tryGetContext('emulator') ?? null);
}

/** Whether this may be part of the template. */
export function available(scope: Construct, _what: SwitchedOff): boolean {
  return emulatorOf(scope) === null;
}
