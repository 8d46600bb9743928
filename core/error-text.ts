/** A fault for the operator's log: with where it came from, as far as it tells. */
export function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
