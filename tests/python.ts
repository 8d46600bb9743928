import { fileURLToPath } from 'node:url';

/** The interpreter that tests use: RUNLET_PYTHON, or the machine's own. */
export const python = process.env['RUNLET_PYTHON'] ?? 'python3';

/** The folder of the real runner package. */
export const runnerDir = fileURLToPath(new URL('../runner-container', import.meta.url));
