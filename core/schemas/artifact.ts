import * as z from 'zod';
import { sha256 } from './json.ts';

/** A file that a run left in `$RUNLET_OUTPUT`. */
export const artifact = z.object({
  name: z.string().describe('path below $RUNLET_OUTPUT'),
  bytes: z.int(),
  sha256,
  mime: z.string(),
});
