/** Bytes by key. Keys are relative paths of `/`-separated parts, without `.` and `..` parts; at most 900 characters
 *  and 1,024 bytes; others give an AppError `bad-request`. What fails for a reason that passes gives `no-capacity`. */
export interface Bucket {
  /** Writes the whole object, replacing what was there; readers see the old or the new one, never a part. */
  put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<{ bytes: number; sha256: string }>;
  /** The object or the range of it (`start` inclusive, `end` exclusive, in bytes; an end past the object is cut), or null. */
  get(key: string, range?: { start: number; end?: number }): Promise<ReadableStream<Uint8Array> | null>;
  /** The same, whole in memory: for what is known to be small. */
  read(key: string, range?: { start: number; end?: number }): Promise<Uint8Array | null>;
  /** Size in bytes, or null. */
  size(key: string): Promise<number | null>;
  /** Keys that begin with the prefix, in byte order, behind `after`; at most `limit` (1 to 1,000). */
  list(prefix: string, options: { after?: string; limit: number }): Promise<{ key: string; bytes: number }[]>;
  /** Removes the object; that there is none is fine. It takes any text, because whoever holds a grant for a prefix may have chosen an odd key. */
  remove(key: string): Promise<void>;
  /** Removes all keys that begin with the prefix. */
  removeAll(prefix: string): Promise<void>;
  /** An address that gives this one object to whoever holds it, for 15 minutes. */
  grantDownload(key: string, filename: string): Promise<string>;
  /** An address that takes one object of at most `maxBytes` bytes: POST multipart/form-data, `fields` first, then `file`; for 15 minutes. */
  grantUpload(key: string, maxBytes: number): Promise<{ url: string; fields: Record<string, string>; expiresAt: Date }>;
  /** The same for any number of objects below a prefix that ends in `/`, each of at most `maxBytes` bytes: the uploader adds the field `key`. */
  grantUploads(prefix: string, maxBytes: number): Promise<{ url: string; fields: Record<string, string>; expiresAt: Date }>;
}
