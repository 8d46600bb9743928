import * as z from 'zod';

/** Any JSON value. */
export const json = z.json();
export type Json = z.infer<typeof json>;

/** A JSON object with any values. */
export const jsonObject = z.record(z.string(), json);
export type JsonObject = z.infer<typeof jsonObject>;

/** An instant as ISO 8601 in UTC, with milliseconds. */
export const instant = z.iso.datetime();

/** A SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');
