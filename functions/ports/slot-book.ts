import type { SandboxSize } from '../../core/sandbox.ts';

/** A warm slot: a sandbox that waits for a run. */
export interface Slot {
  slot: string;
  state: 'idle' | 'taken';
  /** By which the launcher names its sandbox; null before it was started. */
  taskArn: string | null;
  size: SandboxSize;
  /** From which definition it was started; after a deployment that is not the newest any more. */
  taskDefinition: string;
  /** As ISO 8601. */
  startedAt: string;
  /** The run that it took, and the one that it was offered to before that was certain. */
  runId: string | null;
  offer: { runId: string; at: string } | null;
}

/** The book of warm slots. Each slot is opened, placed, offered to one run, and closed; each step is conditional on the one before. */
export interface SlotBook {
  /** All of them, oldest first. */
  list(): Promise<Slot[]>;
  /** A slot whose task is still to be started, and the secret that the task is to be started with. */
  open(of: Pick<Slot, 'size' | 'taskDefinition'>): Promise<{ slot: string; secret: string }>;
  /** Notes its task. */
  placed(slot: string, taskArn: string): Promise<void>;
  /** Offers an idle slot to the run; false when it is not idle any more. */
  offer(slot: string, runId: string): Promise<boolean>;
  /** Notes that the slot took the run it was offered to. */
  took(slot: string): Promise<void>;
  /** Forgets an idle slot; false when it is not idle any more. */
  retire(slot: string): Promise<boolean>;
  /** Forgets the slot, whatever its state. */
  close(slot: string): Promise<void>;
  /** Where its job is told to it. */
  jobKey(slot: string): string;
}
