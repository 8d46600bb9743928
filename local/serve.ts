import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { Actor } from '../functions/ports/identity.ts';
import { createLocalEdition } from './edition.ts';
import type { LocalEdition } from './edition.ts';
import { createFront } from './http/front.ts';
import { startServer } from './http/server.ts';
import type { EditionOptions } from './open-services.ts';
import { claimServer } from './ownership.ts';
import { createLocalMetrics } from './metrics/metrics.ts';
import type { LocalMetrics } from './metrics/metrics.ts';
import type { Owner } from './ownership.ts';
import { dataPaths, docsDir } from './paths.ts';

export interface ServeOptions extends Omit<EditionOptions, 'admit' | 'adopt' | 'metrics'> {
  /** `127.0.0.1` unless said otherwise. */
  host?: string;
  /** 0 picks one. */
  port: number;
}

export interface Served {
  url: string;
  /** Of the data folder's own administrator; in clear only here and in server.json, which has mode 0600. */
  token: string;
  /** Whether the data folder got its token just now. */
  firstStart: boolean;
  edition: LocalEdition;
  close(): Promise<void>;
}

/** `url` is null while the server does not listen yet, and once it no longer does. */
const serverFile = z.object({ url: z.string().nullable(), token: z.string(), pid: z.int() });
const administrator: Actor = { id: 'local', name: 'local', scopes: ['admin'] };

/** Serves a data folder over HTTP. @throws Error in a sentence when another server has the folder, or the port is taken. */
export async function serve(options: ServeOptions): Promise<Served> {
  const claim = claimServer(options.dataDir);
  if (claim === null) throw new Error(`A server is running on ${options.dataDir} already; use that one, or another folder with --data.`);
  try {
    unlist(options.dataDir);
    // Opened only now: an edition takes over what waits, and one that must leave at once would lose it.
    const metrics = createLocalMetrics();
    const edition = await createLocalEdition({ ...options, adopt: true, metrics });
    return await open(edition, options, claim, metrics).catch(async (error: unknown) => {
      await edition.close();
      throw error;
    });
  } catch (error) {
    claim.release();
    throw error;
  }
}

async function open(
  edition: LocalEdition,
  { dataDir, host = '127.0.0.1', port, publicUrl }: ServeOptions,
  claim: Owner,
  metrics: LocalMetrics,
): Promise<Served> {
  const { token, firstStart } = await administratorToken(edition, dataDir);
  const { identity, settings } = edition.services;
  const app = createFront({
    api: edition.api,
    serveGrant: (request) => edition.bucket.serveGrant(request),
    docs: { identity, docsDir },
    metrics: { identity, metrics, log: settings.log },
  });
  const server = await startServer({ app, host, port, publicUrl, log: settings.log });
  edition.reachedAt(server.url);
  writeServerFile(dataDir, { url: server.url, token, pid: process.pid });
  // Behind the address, because mails about slots that were missed link to it; beside the requests, because there may be many.
  void edition.keepSchedules();
  const close = async () => {
    unlist(dataDir);
    await Promise.all([server.close(), edition.stop()]);
    await edition.close();
    claim.release();
  };
  return { url: server.url, token, firstStart, edition, close };
}

/** Keeps the token, but names no address that nobody answers. */
function unlist(dataDir: string): void {
  const before = readServerFile(dataDir);
  if (before) writeServerFile(dataDir, { ...before, url: null });
}

/** The token of the last start while it is valid, so that links and programs go on; else a new one. */
async function administratorToken(edition: LocalEdition, dataDir: string): Promise<{ token: string; firstStart: boolean }> {
  const before = readServerFile(dataDir);
  if (before && (await edition.services.identity.actorOf(before.token)) !== null) return { token: before.token, firstStart: false };
  const { token } = await edition.services.stores.tokens.create({ name: 'administrator', scopes: ['admin'] }, administrator);
  return { token, firstStart: before === undefined };
}

function readServerFile(dataDir: string): z.infer<typeof serverFile> | undefined {
  const path = dataPaths(dataDir).server;
  return existsSync(path) ? serverFile.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data : undefined;
}

function writeServerFile(dataDir: string, content: z.infer<typeof serverFile>): void {
  const path = dataPaths(dataDir).server;
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(fresh, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  chmodSync(fresh, 0o600);
  renameSync(fresh, path);
}
