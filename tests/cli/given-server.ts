import type { Cli, Started } from './given-cli.ts';

/** A server on the data folder of the commands, which then talk to it. */
export async function givenServer(cli: Cli): Promise<Started> {
  const server = cli.start(['start', '--port', '0', '--json']);
  await server.saw('}\n');
  return server;
}
