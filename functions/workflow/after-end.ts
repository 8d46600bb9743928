import { deliverMessages } from '../notices/deliver-messages.ts';
import { tellEnd } from '../notices/tell-end.ts';
import type { Services } from '../services.ts';
import type { RunRecord } from '../stores/runs/record.ts';

/** What it takes to do what is left after an end. */
export type AfterEndParts = Pick<Services, 'table' | 'stores' | 'bucket' | 'topic' | 'settings'>;

/**
 * Does what is left to be done after the end of a run, and hands new messages to their carrier. Whoever has just ended a run calls it; it
 * never rejects, and what it leaves the sweep does. A process that people cannot reach, such as a command on a data folder, sends nothing:
 * it was not told of any mail server, and the messages wait for the server of that folder.
 */
export async function afterEnd(parts: AfterEndParts, record: RunRecord): Promise<void> {
  const added = await tellEnd(parts, record);
  if (added.length > 0 && parts.settings.publicUrl() !== null) await deliverMessages(parts, added);
}
