import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { createClient } from '../../../client/index.ts';
import type { Client } from '../../../client/index.ts';
import type { Call } from './calls.ts';
import type { Mail } from './mail-sink.ts';
import type { Fault } from './wire.ts';

const places = z.object({
  lineUrl: z.string(),
  emulator: z.string(),
  engine: z.string(),
  assembly: z.string(),
  outputs: z.record(z.string(), z.string()),
  mails: z.string(),
});
const call = z.object({
  by: z.string().nullable(),
  presigned: z.boolean(),
  service: z.string(),
  operation: z.string(),
  uses: z.array(z.object({ action: z.string(), resource: z.string() })),
  status: z.number(),
  at: z.number(),
});
const mail = z.object({ to: z.array(z.string()), subject: z.string(), text: z.string() });

/** The deployed installation as tests see it. */
export interface Deployed extends z.infer<typeof places> {
  url: string;
  token: string;
  runlet: Client;
  /** Every call that went over the line since this time (milliseconds since the epoch). */
  calls: (since?: number) => Promise<Call[]>;
  /** Lets calls fail in these ways, and no longer in those that this test file asked for before. */
  fail: (...faults: Fault[]) => Promise<void>;
  /** All mail that was delivered. */
  sent: () => Mail[];
}

/** What the global setup left. */
export function deployed(): Deployed {
  const { RUNLET_TEST_AWS_URL: url = '', RUNLET_TEST_AWS_TOKEN: token = '', RUNLET_TEST_AWS_PLACES: where = '' } = process.env;
  const known = places.parse(JSON.parse(where));
  const who = randomUUID();
  return {
    ...known,
    url,
    token,
    runlet: createClient({ url, token }),
    calls: async (since = 0) => z.array(call).parse(await (await fetch(`${known.lineUrl}/__line/calls?since=${since}`)).json()),
    fail: async (...faults) => {
      await fetch(`${known.lineUrl}/__line/faults/${who}`, { method: 'PUT', body: JSON.stringify(faults) });
    },
    sent: () =>
      readFileSync(known.mails, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => mail.parse(JSON.parse(line))),
  };
}
