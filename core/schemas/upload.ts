import * as z from 'zod';
import { instant, sha256 } from './json.ts';

export const createUploadBody = z.strictObject({
  filename: z
    .string()
    .min(1)
    .max(200)
    .refine((name) => !/[/\\\0]/.test(name), 'a file name without folders'),
  bytes: z
    .int()
    .min(0)
    .max(1024 * 1024 * 1024)
    .optional()
    .describe('the greatest size that will be taken'),
});

/** A grant to upload one file: POST multipart/form-data with `fields` first and the content last as `file`. */
export const upload = z.object({
  uploadId: z.string(),
  filename: z.string(),
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  maxBytes: z.int(),
  expiresAt: instant,
});
export type Upload = z.infer<typeof upload>;

export const uploaded = z.object({ uploadId: z.string(), filename: z.string(), bytes: z.int(), sha256 });
