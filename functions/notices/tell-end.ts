import type { RunRecord } from '../stores/runs/record.ts';
import { endName } from '../stores/telling/marker.ts';
import type { NoticeParts } from './parts.ts';
import { tellCarefully } from './tell-carefully.ts';

/**
 * Does what is left to be done after the end of a run: its slot learns how it ended, its script's health is judged, and whoever is to hear
 * of it gets a message, which is recorded and not yet sent. Most runs leave nothing to do. Called again it does the rest, if any. What
 * fails is said to the operator and is done by the sweep; it never rejects.
 * @returns ids of the messages that are new.
 */
export async function tellEnd(parts: NoticeParts, record: RunRecord): Promise<string[]> {
  return record.aftermath === true ? tellCarefully(parts, endName(record)) : [];
}
