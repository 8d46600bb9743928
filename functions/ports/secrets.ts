/** Small texts, like the password of a database, that neither the table nor the bucket nor a log may show. Nobody but `get` gives a value away. */
export interface Secrets {
  /** Keeps the value under the name, in place of the one before. It is durable when the promise resolves.
   *  @throws AppError `bad-request` for a name or value that `checkSecret` refuses; the sentence never holds the value. */
  put(name: string, value: string): Promise<void>;
  /** The value, or null; null too for a name that no secret can have. */
  get(name: string): Promise<string | null>;
  /** Forgets the value; that there is none is fine. */
  remove(name: string): Promise<void>;
  /** All names, in byte order. */
  list(): Promise<string[]>;
}
