import { Option } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { publicUrl } from '../values/public-url.ts';
import { wholeNumber } from '../values/whole-number.ts';
import { jsonOption } from './options.ts';

const options = z.object({
  ...jsonOption,
  port: z.int(),
  host: z.string(),
  data: z.string().optional(),
  retentionDays: z.int().optional(),
  publicUrl: z.string().optional(),
});

const help = `
Examples:
  $ runlet start                                        on 127.0.0.1:4400, data in ~/.runlet
  $ runlet start --port 0 --data ./data --json          any free port; one line {"url","token"} once it listens

While it runs, the other commands on the same data folder talk to it, and its schedules come due.
Mail goes out through RUNLET_SMTP_URL (smtp://user:password@host:587) from RUNLET_MAIL_FROM; without them messages are kept for \`GET /v1/messages\`.`;

/** `runlet start`: serves the API on this machine until it is stopped. */
export function declareStart(program: Command): void {
  const command = program
    .command('start')
    .description('serve the API and its documents on this machine')
    .option('-p, --port <n>', 'port to listen on; 0 picks a free one', wholeNumber(0, 65_535), 4400)
    .option('--host <address>', 'address to listen on; others than 127.0.0.1 let other machines in', '127.0.0.1')
    .option('--data <dir>', 'data folder; RUNLET_HOME or ~/.runlet unless said otherwise')
    .addOption(
      new Option('--retention-days <n>', 'days after which ended runs go, with their logs and artifacts, and uploads; kept unless said')
        .env('RUNLET_RETENTION_DAYS')
        .argParser(wholeNumber(1, 3650)),
    )
    .addOption(
      new Option('--public-url <url>', 'address under which people reach it through a proxy; the links in mails begin with it')
        .env('RUNLET_PUBLIC_URL')
        .argParser(publicUrl),
    )
    .option('--json', 'print one line {"url","token"} once it listens');
  command.addHelpText('after', help).action(async () => {
    // Loaded only now: the help of all commands shall not load the server.
    const { performStart } = await import('../start/perform-start.ts');
    await performStart(options.parse(command.opts()));
  });
}
