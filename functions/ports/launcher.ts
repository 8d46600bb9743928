import type { Job } from '../../core/schemas/job.ts';

/** A job whose code, input files and store are named by keys of the Bucket; each edition turns keys into what its runner can reach. */
export interface LaunchOrder extends Omit<Job, 'code' | 'files' | 'store'> {
  code: { kind: 'inline'; files: { path: string; base64: string }[] } | { kind: 'archive'; key: string; sha256: string };
  files: { path: string; key: string; sha256: string; bytes: number }[];
  /** Prefix of the run's objects, ending in `/`. */
  storePrefix: string;
}

/** Starts and stops the sandboxes in which runs execute. */
export interface Launcher {
  /** Hands the job to a fresh sandbox. Calling twice with the same run starts one.
   *  @throws AppError `no-capacity` when the caller should try again, `no-python` when it should not. */
  launch(order: LaunchOrder): Promise<void>;
  /** Asks for the sandbox's end: SIGTERM, `graceSec` seconds, SIGKILL to all of it. Its report follows as always; a run without sandbox is no error. */
  stop(runId: string, graceSec: number): Promise<void>;
  /** Whether a sandbox of the run exists as far as is known. */
  holds(runId: string): Promise<boolean>;
}
