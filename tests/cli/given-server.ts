import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Cli, Started } from './given-cli.ts';

/** What `start --json` prints. */
export const announcement = z.strictObject({ url: z.string(), token: z.string() });

/** A server on the data folder of the commands, which then talk to it. */
export async function givenServer(cli: Cli): Promise<{ server: Started; url: string; token: string }> {
  const server = cli.start(['start', '--port', '0', '--json']);
  await server.saw('}\n');
  return {
    server,
    ...announcement.parse(
      JSON.parse(readFileSync(join(cli.home, 'server.json'), 'utf8'), (key, value) => (key === 'pid' ? undefined : value)),
    ),
  };
}
