import * as z from 'zod';
import { instant, sha256 } from './json.ts';
import { job } from './job.ts';
import { report } from './report.ts';

/** An address that takes objects: POST multipart/form-data, `fields` first, then `key` where the grant is for a prefix, then `file`. */
export const uploadGrant = z.strictObject({
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  /** `key`: this object; `prefix`: any object below it. */
  key: z.string().optional(),
  prefix: z.string().optional(),
  maxBytes: z.int(),
});

/** All that a runner may write. Grants die after 15 minutes and are renewed with beats. */
export const grants = z.strictObject({
  log: uploadGrant,
  artifacts: uploadGrant,
  result: uploadGrant,
  report: uploadGrant,
  expiresAt: instant,
});
export type Grants = z.infer<typeof grants>;

/** A job as it is fetched: what a folder holds locally is behind addresses. Golden examples: `contract/remote-job.json`. */
export const remoteJob = job.omit({ store: true }).extend({
  code: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('inline'), files: z.array(z.strictObject({ path: z.string(), base64: z.string() })) }),
    z.strictObject({ kind: z.literal('archive'), url: z.string(), sha256 }),
  ]),
  files: z.array(z.strictObject({ path: z.string(), url: z.string(), sha256, bytes: z.int() })),
});
export type RemoteJob = z.infer<typeof remoteJob>;

/** One-time code and a number of the runner's own choice: the same two again give the same answer, so a lost answer is no lost run. */
export const claimBody = z.strictObject({ code: z.string(), nonce: z.string().min(16).max(128) });

export const claimed = z.strictObject({
  session: z.string().describe('shown with every beat and the report'),
  /** The job's own says the same; a job that cannot be fetched says nothing. */
  attempt: z.int().min(1),
  job: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('inline'), value: remoteJob }),
    z.strictObject({ kind: z.literal('file'), url: z.string() }),
  ]),
  grants,
  beatSec: z.number(),
});
export type Claimed = z.infer<typeof claimed>;

/** Milliseconds by the name of a phase; more than a runner knows would only fill the run's row. */
const phases = z.record(z.string().max(60), z.number()).refine((named) => Object.keys(named).length <= 100, 'at most 100 phases');

export const beatBody = z.strictObject({
  session: z.string(),
  /** Said until it was heard once: when the script was released, and the phases before. */
  started: z.strictObject({ at: instant, phases }).optional(),
  log: z.strictObject({ bytes: z.int().min(0), lines: z.int().min(0) }),
  /** Runners cut messages to 1,000 characters, some of which count as two here. */
  progress: z
    .strictObject({ at: instant, fraction: z.number().min(0).max(1).nullable(), message: z.string().max(2000).nullable() })
    .optional(),
  /** Asks for new grants. */
  renew: z.boolean().optional(),
});
export type Beat = z.infer<typeof beatBody>;

export const beatAnswer = z.strictObject({
  /** Somebody follows the run: flush the log and beat each second. */
  watched: z.boolean(),
  /** The run is to end: SIGTERM, so many seconds, SIGKILL. */
  stop: z.strictObject({ graceSec: z.number() }).nullable(),
  grants: grants.optional(),
});

/** The report itself when it is small, else the word that it lies where its grant said. */
export const reportBody = z.strictObject({ session: z.string(), report: z.union([report, z.literal('uploaded')]) });

/** What lies in `pool/<slot>/job.json` when a warm slot is given a run. */
export const slotJob = z.strictObject({ runId: z.string(), code: z.string() });

export const slotBody = z.strictObject({ secret: z.string() });
export const slotAnswer = z.strictObject({ url: z.string().describe('to be asked each second'), expiresAt: instant });
