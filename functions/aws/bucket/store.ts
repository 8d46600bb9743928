import { AppError } from '../../../core/errors.ts';
import type { Clients } from '../clients/index.ts';
import { faultName, isPassing } from '../passing-fault.ts';

/** The two buckets behind the port. Scripts lie in one with versions, so that a version of a script cannot be lost; what runs leave lies in one that forgets. */
export interface Store {
  clients: Pick<Clients, 's3'>;
  /** Holds the keys that begin with `code/`. */
  scriptsBucket: string;
  /** Holds all others. */
  runsBucket: string;
}

const scripts = 'code/';

/** Where the object of a key lies, as S3 is asked for it. */
export function placeOf(store: Store, key: string): { Bucket: string; Key: string } {
  return { Bucket: key.startsWith(scripts) ? store.scriptsBucket : store.runsBucket, Key: key };
}

/** The buckets in which keys with this prefix may lie. */
export function bucketsOf(store: Store, prefix: string): string[] {
  if (prefix.startsWith(scripts)) return [store.scriptsBucket];
  return scripts.startsWith(prefix) ? [store.scriptsBucket, store.runsBucket] : [store.runsBucket];
}

/** Waits for an answer of S3, which the client has asked again where that may help, and says a failure in our words.
 *  @throws AppError `no-capacity` when it may work in a moment; an error that names only what was tried otherwise. */
export async function answerOf<T>(doing: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (isPassing(error)) throw new AppError('no-capacity', 'The store of files does not answer right now; try again in a moment.');
    throw new Error(`S3 refused to ${doing} (${faultName(error)})`, { cause: error });
  }
}

/** As `answerOf`, but null for an answer that has one of these names. */
export async function answerUnless<T>(names: readonly string[], doing: string, asked: Promise<T>): Promise<T | null> {
  return answerOf(
    doing,
    asked.catch((error: unknown) => {
      if (names.includes(faultName(error))) return null;
      throw error;
    }),
  );
}
