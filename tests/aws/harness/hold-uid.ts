import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

/** Where runners of this machine lock the uids that they lend, and the one of scripts in containers: runner-container/runner/slots.py, image/build.py. */
const folder = '/run/runlet/slots';
const scriptUid = 63_024;

/**
 * Keeps runners beside the containers, such as those of other suites, from the uid that scripts have in containers: they end all processes
 * of a uid before they lend it, and the machine sees those of containers. Held until the end is called, or this process ends.
 */
export async function holdScriptUid(): Promise<() => void> {
  // Whoever is not root, and a machine without runners, sweeps nothing.
  if (process.getuid?.() !== 0 || !existsSync(folder)) return () => undefined;
  const holder = spawn('flock', [`${folder}/${scriptUid}`, 'sh', '-c', 'echo held; cat'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const failed = once(holder, 'error').then(([error]: unknown[]) => Promise.reject(error));
  await Promise.race([once(holder.stdout, 'data'), failed]);
  return () => void holder.stdin.end();
}
