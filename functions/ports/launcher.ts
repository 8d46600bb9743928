import type { Job } from '../../core/schemas/job.ts';
import type { Limits } from '../../core/schemas/limits.ts';

/** A job whose code, input files and store are named by keys of the Bucket; each edition turns keys into what its runner can reach. */
export interface LaunchOrder extends Omit<Job, 'code' | 'files' | 'store'> {
  code: { kind: 'inline'; files: { path: string; base64: string }[] } | { kind: 'archive'; key: string; sha256: string };
  files: { path: string; key: string; sha256: string; bytes: number }[];
  /** Prefix of the run's objects, ending in `/`. */
  storePrefix: string;
}

/** How a launcher that offered a run to a sandbox which already waits finds out whether it took the run, and takes the offer back. */
export interface Handover {
  /** Whether the job of this launch was fetched. */
  claimed(): Promise<boolean>;
  /** Makes the claim code of this launch worthless, counts another launch, and gives its number and code; null, and nothing changed, when the job was
   *  fetched in the meantime or the run is not to begin any more. The sandbox that `launch` returns is then that of the newest number. */
  renew(): Promise<{ launch: number; claimCode: string } | null>;
}

/** What a launcher needs to know of a run. */
export interface Launch {
  runId: string;
  /** Which attempt of the run this is, from 1. */
  attempt: number;
  /** How often this attempt was launched, this time counted, from 1; run, attempt and launch name one sandbox, however often it is asked for. */
  launch: number;
  limits: Limits;
  /** Share of a processor that was asked for; null leaves it to the edition. */
  cpu: number | null;
  /** What a sandbox that fetches its job shows to get it, once. */
  claimCode: string;
  /** For a launcher that tries a waiting sandbox first: without it none is tried. */
  handover?: Handover;
  /** The job itself, for a launcher that hands it over at once. */
  order: () => Promise<LaunchOrder>;
}

/** A sandbox by the run it was launched for and the launcher's own name for it. */
export interface Sandbox {
  runId: string;
  ref: string;
}

/** What has become of a sandbox. `gone` is final: nothing of it runs any more. */
export type SandboxState =
  | { state: 'starting' | 'running' }
  | {
      state: 'gone';
      /** Whether it ever ran. */
      began: boolean;
      exitCode: number | null;
      /** In a sentence, as the platform says it. */
      why: string;
    };

/** Starts and stops the sandboxes in which runs execute, and says what became of them. */
export interface Launcher {
  /** Starts a sandbox for the run and returns its name. Launching twice under the same run, attempt and launch starts one.
   *  @throws AppError `no-capacity` when the caller should try again, `start-failed` or `no-python` when it should not. */
  launch(launch: Launch): Promise<string>;
  /** Asks for the sandbox's end: SIGTERM, `graceSec` seconds, SIGKILL to all of it. Returns at once; a sandbox that is gone is no error. */
  stop(sandbox: Sandbox, graceSec: number): Promise<void>;
  /** What is known of each sandbox now, in the order asked; one that nobody remembers is gone. */
  look(sandboxes: readonly Sandbox[]): Promise<SandboxState[]>;
  /** Every sandbox of this installation that is starting or running. */
  living(): Promise<Sandbox[]>;
}
