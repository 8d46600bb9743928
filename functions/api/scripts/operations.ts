import { createScript } from './create-script.ts';
import { deleteScript } from './delete-script.ts';
import { getScript } from './get-script.ts';
import { listScripts } from './list-scripts.ts';
import { updateScript } from './update-script.ts';
import { uploadScript } from './upload-script.ts';

/** What the resource `scripts` can do. */
export const scriptsOperations = { createScript, deleteScript, getScript, listScripts, updateScript, uploadScript } as const;
