import * as z from 'zod';

/** RFC 9457 problem details, as every refusal is answered. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), expected: z.string(), got: z.string() })),
  requestId: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;
