/** How long an idempotency key is remembered, in seconds. */
export const idempotencySec = 24 * 60 * 60;

/** The row under which an Idempotency-Key is kept, and the hash of the request that it stands for. */
export interface IdempotencyKey {
  pk: string;
  sk: string;
  requestHash: string;
}
