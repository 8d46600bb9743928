import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder below which an owner's sandboxes are made: others may pass through it, because sandboxes have uids of their own. */
export function sandboxRoot(ownerId: string): string {
  const root = pathOf(ownerId);
  mkdirSync(root, { mode: 0o711 });
  return root;
}

/** Removes what a dead owner's sandboxes left. */
export function sweepSandboxRoots(ownerId: string): void {
  rmSync(pathOf(ownerId), { recursive: true, force: true });
}

function pathOf(ownerId: string): string {
  return join(tmpdir(), `runlet-${ownerId}`);
}
