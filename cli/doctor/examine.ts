import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import { createLocalEdition } from '../../local/edition.ts';
import { dataFolderPath } from '../data-folder.ts';
import { runningServer } from '../embedded.ts';
import { mailFromEnvironment } from '../start/mail-from-environment.ts';
import { UsageError } from '../usage-error.ts';
import { runletVersion } from '../version.ts';

/** What the runner says of the machine that it runs on. */
const machine = z.object({
  python: z.string().nullable(),
  interpreters: z.array(z.object({ path: z.string(), version: z.string(), supported: z.boolean(), why: z.string().nullable() })),
  walls: z.array(z.string()),
  missing: z.array(z.object({ wall: z.string(), why: z.string() })),
  facts: z.record(z.string(), z.json()),
});
export type Machine = z.infer<typeof machine>;

export interface Examination {
  runlet: string;
  node: string;
  sqlite: string | null;
  dataDir: { path: string; writable: boolean };
  /** Address of the server that runs on the data folder. */
  server: string | null;
  /** What becomes of messages by the environment of this command, which is the server's when both are started alike. */
  mail: string;
  machine: Machine | null;
  /** Sentences about what keeps scripts from running here. */
  problems: string[];
}

/** Looks at this machine, as far as it can be looked at with what is missing. */
export async function examine(): Promise<Examination> {
  const path = dataFolderPath();
  const writable = await isWritable(path);
  const found = {
    runlet: runletVersion(),
    node: process.versions.node,
    sqlite: process.versions['sqlite'] ?? null,
    dataDir: { path, writable },
    mail: mailHere(),
    server: writable ? ((await runningServer(path))?.url ?? null) : null,
  };
  if (!writable)
    return {
      ...found,
      machine: null,
      problems: [`The data folder ${path} cannot be written; change its owner, or name another in RUNLET_HOME.`],
    };
  try {
    return { ...found, machine: await askRunner(path), problems: [] };
  } catch (error) {
    if (error instanceof AppError) return { ...found, machine: null, problems: [error.message] };
    throw error;
  }
}

function mailHere(): string {
  try {
    const mail = mailFromEnvironment({ ...process.env });
    return mail === null ? 'kept to be read here (RUNLET_SMTP_URL is not set)' : `handed to ${new URL(mail.url).host}, from ${mail.from}`;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

async function askRunner(dataDir: string): Promise<Machine> {
  const edition = await createLocalEdition({ dataDir, admit: false });
  try {
    return machine.parse(await edition.launcher.doctor());
  } finally {
    await edition.close();
  }
}

async function isWritable(path: string): Promise<boolean> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
