import { executePythonFile } from './execute-python-file.ts';
import { executePython } from './execute-python.ts';
import { validatePython } from './validate-python.ts';

/** What the resource `python` can do. */
export const pythonOperations = { executePython, executePythonFile, validatePython } as const;
