/** The one setting that says how long what runs leave is kept; scripts, their versions and their code are kept for ever. */
const dayMs = 24 * 3600 * 1000;

/** A run may wait for a day, run for a day and report for minutes, so what it was given may be that much older than its end. */
const marginDays = 3;

/** When a run that ended then is gone, in Unix seconds. @param endedAt ISO 8601. */
export function goneAt(endedAt: string, retentionDays: number): number {
  return Math.ceil((Date.parse(endedAt) + retentionDays * dayMs) / 1000);
}

/** Days after which an object of a run, or an upload, may be removed by its age alone: no run that is kept can need it then. */
export function objectDays(retentionDays: number): number {
  return retentionDays + marginDays;
}

/** The instant that lies so many days before another. */
export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}
