import { createUpload } from './create-upload.ts';
import { getUpload } from './get-upload.ts';

/** What the resource `uploads` can do. */
export const uploadsOperations = { createUpload, getUpload } as const;
