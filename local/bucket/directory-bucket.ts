import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkedFolder, faultOfKey } from '../../functions/ports/bucket-key.ts';
import type { Bucket } from '../../functions/ports/bucket.ts';
import type { Settings } from '../../functions/services.ts';

import { readKeyFile } from '../key-file.ts';
import { createGrants } from './grants.ts';
import { pathOfKey } from './keys.ts';
import { listObjects } from './list-objects.ts';
import { readObject, sizeOfObject, streamObject } from './read-object.ts';
import { removeObject, removeObjects } from './remove-objects.ts';
import { grantPath, serveGrant } from './serve-grant.ts';
import { createUsedGrants } from './used-grants.ts';
import { removeAbandoned, writeAside } from './write-object.ts';

export interface BucketOptions {
  /** Folder of the objects: each lies at its key, so that people find a run's files. */
  root: string;
  /** Folder of the key that signs grants and of the list of used ones. */
  dataDir: string;
  /** Scheme, host and port under which `serveGrant` is reached now. */
  origin: () => string;
  log?: Settings['log'];
}

/** The Bucket over a directory. A key cannot be another key's folder: of `a` and `a/b` only one can be. */
export interface DirectoryBucket extends Bucket {
  /** The file, or the folder, at which a key lies, whether it is there or not. @throws AppError `bad-request`. */
  pathOf(key: string): string;
  /** Answers requests to granted addresses; null for all others. */
  serveGrant(request: Request): Promise<Response | null>;
}

export function createDirectoryBucket({ root, dataDir, origin, log = () => {} }: BucketOptions): DirectoryBucket {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  removeAbandoned(root);
  const grants = createGrants(readKeyFile(dataDir, 'grant.key'));
  const used = createUsedGrants(join(dataDir, 'used-grants'));
  const pathOf = (key: string) => pathOfKey(root, key);
  const address = (text: string) => `${origin()}${grantPath}?grant=${text}`;
  return {
    async put(key, content) {
      const path = pathOf(key);
      const object = await writeAside(root, content);
      try {
        await object.place(path);
      } finally {
        await object.discard();
      }
      return { bytes: object.bytes, sha256: object.sha256 };
    },
    get: async (key, range) => streamObject(pathOf(key), range),
    read: async (key, range) => readObject(pathOf(key), range),
    size: async (key) => sizeOfObject(pathOf(key)),
    list: (prefix, options) => listObjects(root, prefix, options),
    remove: async (key) => (faultOfKey(key) === null ? removeObject(pathOf(key)) : undefined),
    removeAll: (prefix) => removeObjects(root, prefix),
    grantDownload: async (key, filename) => address(grants.signDownload(checked(key, pathOf), filename)),
    grantUpload: async (key, maxBytes) => {
      const { text, expiresAt } = grants.signUpload(checked(key, pathOf), maxBytes);
      return { url: address(text), fields: { key }, expiresAt };
    },
    grantUploads: async (prefix, maxBytes) => {
      const { text, expiresAt } = grants.signUploads(checkedFolder(prefix), maxBytes);
      return { url: address(text), fields: {}, expiresAt };
    },
    pathOf,
    serveGrant: (request) => serveGrant(request, { root, grants, used, log }),
  };
}

/** A grant for a key that no bucket takes would fail only when it is used. */
function checked(key: string, pathOf: (key: string) => string): string {
  pathOf(key);
  return key;
}
