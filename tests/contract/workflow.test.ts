import { rmSync } from 'node:fs';
import { createLocalEdition } from '../../local/edition.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { workflowContract } from './workflow.contract.ts';

workflowContract('the local workflow', async () => {
  const dataDir = temporaryFolder('workflow');
  const { workflow, services, close } = await createLocalEdition({ dataDir, log: () => undefined });
  return {
    workflow, stores: services.stores,
    close: async () => {
      await close();
      rmSync(dataDir, { recursive: true });
    },
  };
});
