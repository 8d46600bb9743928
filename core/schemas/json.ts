import * as z from 'zod';

export type Json = z.core.util.JSONType;

/**
 * Any JSON value. It is taken as it comes: whatever reaches a border was read from JSON there, and looking at each of millions
 * of values again would hold up everybody else for seconds.
 */
export const json: z.ZodType<Json, Json> = z.any();

/** A JSON object with any values. */
export const jsonObject = z.record(z.string(), json);
export type JsonObject = z.infer<typeof jsonObject>;

/** An instant as ISO 8601 in UTC, with milliseconds. */
export const instant = z.iso.datetime();

/** A SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');
