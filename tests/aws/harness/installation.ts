import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBaseImage } from '../stand-ins/base-image.ts';
import { startDocker } from '../stand-ins/docker.ts';
import { startMiniStack } from '../stand-ins/ministack.ts';
import { freePort } from '../stand-ins/server.ts';
import { deploy } from './deploy.ts';
import { openLine } from './wire.ts';

/** The AWS edition as it stands after `npm run deploy`, in an emulator. */
export interface Installation {
  /** Address of the deployed API. */
  apiUrl: string;
  /** The line between program and emulator, with its controls. */
  lineUrl: string;
  emulator: string;
  engine: string;
  /** Folder of the synthesized app. */
  assembly: string;
  /** The stack's outputs. */
  outputs: Record<string, string>;
  /** How long each part took, in milliseconds. */
  took: Record<string, number>;
  close(): Promise<void>;
}

interface Wishes {
  knobs?: Record<string, unknown>;
  /** `host:port` of the mail server to which SNS delivers. */
  smtp?: string;
}

/** Installs it from nothing: engine, base image, emulator, the real template. */
export async function install({ knobs = {}, smtp }: Wishes = {}): Promise<Installation> {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of opened.splice(0).toReversed()) await end();
  };
  const took: Record<string, number> = {};
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const began = Date.now();
    const done = await work();
    took[what] = Date.now() - began;
    return done;
  };
  try {
    const docker = await timed('engine', () => startDocker());
    opened.push(() => docker.stop());
    const baseImage = await timed('base image', () => loadBaseImage(docker.url));
    const port = await freePort();
    const line = await openLine(await freePort(), () => `http://127.0.0.1:${port}`);
    opened.push(() => line.close());
    const emulator = await timed('emulator', () => startMiniStack({ engine: docker.url, port, endpoint: line.url, smtp }));
    opened.push(() => emulator.stop());
    const folder = mkdtempSync(join(tmpdir(), 'runlet-deploy-'));
    opened.push(async () => rmSync(folder, { recursive: true }));
    const asked = { emulator: emulator.url, endpoint: line.url, engine: docker.url, baseImage, folder, knobs };
    const outputs = await timed('deploy', () => deploy(asked));
    const apiUrl = outputs['ApiUrl'] ?? '';
    return {
      apiUrl,
      lineUrl: line.url,
      emulator: emulator.url,
      engine: docker.url,
      assembly: join(folder, 'assembly'),
      outputs,
      took,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
