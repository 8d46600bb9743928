import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { docker } from '../stand-ins/docker.ts';

const inspected = z.array(z.object({ Id: z.string(), Config: z.object({ Env: z.array(z.string()), Image: z.string() }) }));

export interface Container {
  id: string;
  image: string;
  env: string[];
}

/** The container in which a run executes, as soon as there is one. */
export async function containerOf(engine: string, run: string): Promise<Container> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(20)) {
    const found = (await containers(engine)).find(({ env }) => env.includes(`RUNLET_RUN=${run}`));
    if (found) return found;
  }
  throw new Error(`no container of ${run} was seen within 60 s`);
}

/** Sends a signal to the first process of a container. */
export async function signal(engine: string, { id }: Container, name: 'KILL' | 'STOP'): Promise<void> {
  await docker(engine, ['kill', '--signal', name, id]);
}

async function containers(engine: string): Promise<Container[]> {
  const ids = (await docker(engine, ['ps', '--quiet', '--filter', 'label=ministack=ecs'])).split('\n').filter((id) => id !== '');
  if (ids.length === 0) return [];
  // One may have ended since.
  const told = await docker(engine, ['inspect', ...ids]).catch(() => '[]');
  return inspected.parse(JSON.parse(told)).map(({ Id, Config }) => ({ id: Id, image: Config.Image, env: Config.Env }));
}
