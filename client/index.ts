export { createClient } from './create-client.ts';
export { RunletError } from './runlet-error.ts';
export type { Client } from './types.ts';
export { uploadFile } from './upload-file.ts';
