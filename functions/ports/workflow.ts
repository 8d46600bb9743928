/** Takes runs from admitted to ended. A run that it was given always ends, however its sandbox does. */
export interface Workflow {
  /** Takes over a run that is STARTING. Returns when it is certain that it will be launched or ended; twice is once. */
  start(runId: string): Promise<void>;
  /** Stops a run that is CANCELING: its compute first, then it is CANCELED. Returns at once; twice is once. */
  stop(runId: string): Promise<void>;
}
