import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sandboxRoot, sweepSandboxRoots } from '../../local/sandbox-root.ts';

function givenClosedFolder(root: string): void {
  mkdirSync(join(root, 's1', 'work', 'closed'), { recursive: true });
  writeFileSync(join(root, 's1', 'work', 'closed', 'file'), '');
  chmodSync(join(root, 's1', 'work', 'closed'), 0);
}

test('what a dead owner left is removed, folders that their script closed included', () => {
  const owner = `own_${randomUUID()}`;
  const root = sandboxRoot(owner);
  givenClosedFolder(root);
  sweepSandboxRoots(owner);
  expect(existsSync(root)).toBe(false);
});

test('an owner that left nothing is no fault', () => {
  expect(() => sweepSandboxRoots(`own_${randomUUID()}`)).not.toThrow();
});
