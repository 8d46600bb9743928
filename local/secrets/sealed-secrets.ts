import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkSecret, isSecretName } from '../../functions/ports/secret-form.ts';
import type { Secrets } from '../../functions/ports/secrets.ts';
import { hasCode } from '../bucket/node-error.ts';
import { removeAbandoned, writeAside } from '../bucket/write-object.ts';
import { readKeyFile } from '../key-file.ts';

const nonceBytes = 12;
const tagBytes = 16;
const ending = '.sealed';

/**
 * Secrets in one sealed file each: AES-256-GCM with a nonce of its own and the secret's name bound to it, so that files cannot change
 * places. The key lies beside them in the data folder with mode 0600: it guards backups and copies of the secrets, not against whoever
 * can read the whole folder. Each file is written aside and moved into place, so that any number of processes may share the folder.
 */
export function createSealedSecrets(dataDir: string): Secrets {
  const root = join(dataDir, 'secrets');
  mkdirSync(root, { recursive: true, mode: 0o700 });
  removeAbandoned(root);
  const key = () => readKeyFile(dataDir, 'secrets.key');
  return {
    put: async (name, value) => {
      checkSecret(name, value);
      const file = await writeAside(root, seal(key(), name, value));
      try {
        await file.place(join(root, fileOf(name)));
      } finally {
        await file.discard();
      }
    },
    get: async (name) => {
      const sealed = isSecretName(name) ? await contentOf(join(root, fileOf(name))) : null;
      return sealed === null ? null : unseal(key(), name, sealed);
    },
    remove: async (name) => {
      if (isSecretName(name)) await rm(join(root, fileOf(name)), { force: true });
    },
    list: async () => (await readdir(root)).flatMap(nameOf).toSorted(),
  };
}

/** Names differ by upper and lower case, file names do not everywhere. */
function fileOf(name: string): string {
  return Buffer.from(name).toString('hex') + ending;
}

function nameOf(file: string): string[] {
  const name = Buffer.from(file.slice(0, -ending.length), 'hex').toString();
  return isSecretName(name) && fileOf(name) === file ? [name] : [];
}

async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function seal(key: Buffer, name: string, value: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function unseal(key: Buffer, name: string, content: Buffer): string {
  const [nonce, tag] = [content.subarray(0, nonceBytes), content.subarray(nonceBytes, nonceBytes + tagBytes)];
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(name)).setAuthTag(tag);
    return Buffer.concat([decipher.update(content.subarray(nonceBytes + tagBytes)), decipher.final()]).toString();
  } catch {
    throw new Error(
      `The secret ${name} cannot be opened: its file is damaged, or secrets.key is not the key that sealed it; put it again.`,
    );
  }
}
