export { createClient } from './create-client.ts';
export { RunletError } from './runlet-error.ts';
export type { Client, ClientOptions, Fetch, RequestOf } from './types.ts';
export { uploadFile } from './upload-file.ts';
