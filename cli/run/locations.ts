import { join } from 'node:path';
import type { Run } from '../../core/schemas/run.ts';
import type { Connection } from '../connect.ts';

/** Where a file lies that a run left: its path when the data folder is on this machine, else the address that gives it. */
export function locationOf(connection: Connection, runId: string, name: string): string {
  if (connection.dataDir !== null) return join(connection.dataDir, 'blobs', 'runs', runId, 'artifacts', name);
  return `${connection.url}/v1/runs/${runId}/artifacts/${name.split('/').map(encodeURIComponent).join('/')}`;
}

/** The run as `--json` prints it: a large result is part of it, and each artifact says where it lies. */
export async function runDocument(connection: Connection, run: Run): Promise<Run> {
  const artifacts = run.artifacts.map((artifact) => ({ ...artifact, location: locationOf(connection, run.id, artifact.name) }));
  if (run.resultUrl === null) return { ...run, artifacts };
  const response = await connection.client.getResult({ params: { run: run.id } });
  return { ...run, artifacts, result: JSON.parse(await response.text()) };
}
