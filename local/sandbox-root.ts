import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder below which an owner's sandboxes are made: others may pass through it, because sandboxes have uids of their own. */
export function sandboxRoot(ownerId: string): string {
  const root = pathOf(ownerId);
  mkdirSync(root, { mode: 0o711 });
  return root;
}

/** Removes what a dead owner's sandboxes left. What a script made impossible to remove stays: it keeps no server from starting. */
export function sweepSandboxRoots(ownerId: string): void {
  const root = pathOf(ownerId);
  const remove = () => rmSync(root, { recursive: true, force: true });
  if (!succeeds(remove) && succeeds(() => openFolders(root))) succeeds(remove);
}

/** Without privileges nobody empties a folder that its script closed to itself. */
function openFolders(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) openFolders(join(folder, entry.name));
  }
}

function succeeds(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}

function pathOf(ownerId: string): string {
  return join(tmpdir(), `runlet-${ownerId}`);
}
