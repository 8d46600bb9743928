import { rmSync } from 'node:fs';
import { createLocalEdition } from '../../local/edition.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { workflowContract } from './workflow.contract.ts';

workflowContract('the local workflow', async () => {
  const dataDir = temporaryFolder('workflow');
  const edition = await createLocalEdition({ dataDir, log: () => undefined });
  return {
    workflow: edition.workflow,
    stores: edition.services.stores,
    close: async () => {
      await edition.close();
      rmSync(dataDir, { recursive: true });
    },
  };
});
