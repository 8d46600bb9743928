import { readConfig } from '../../../functions/config.ts';
import { openReplacing, replacingSettings } from '../../../functions/lambdas/parts/replacing.ts';
import { commonSettings, createServices } from '../../../functions/lambdas/services.ts';
import { choosePython } from '../../../local/python/choose.ts';
import { createScanner } from '../../../local/scanner.ts';
import { runnerDir } from '../../../local/paths.ts';
import { workflowContract } from '../../contract/workflow.contract.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { account } from '../harness/deploy.ts';
import { deployed } from '../harness/deployed.ts';

/** The services as the function of runs has them, over the deployed table, buckets and state machine, in this process. */
function givenServices() {
  const { lineUrl, outputs } = deployed();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: account.id, AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: account.region });
  const config = readConfig([...commonSettings, ...replacingSettings], {
    RUNLET_STACK: 'Runlet',
    RUNLET_VERSION: '0.0.0',
    RUNLET_MAX_RUNS: '24',
    RUNLET_SCANNER: 'asked for in this process',
    RUNLET_TABLE: outputs['TableName'],
    RUNLET_SCRIPTS_BUCKET: outputs['ScriptsBucketName'],
    RUNLET_RUNS_BUCKET: outputs['RunsBucketName'],
    RUNLET_STATE_MACHINE: outputs['StateMachineArn'],
    RUNLET_CLUSTER: outputs['ClusterArn'],
    RUNLET_API_URL: outputs['ApiUrl'],
    AWS_ENDPOINT_URL: lineUrl,
  });
  const scanner = createScanner({ python: choosePython().path, runnerDir, pycache: temporaryFolder('pycache') });
  return { scanner, services: createServices(config, () => {}, { ...openReplacing(config), scanner }) };
}

workflowContract('Step Functions', async () => {
  const { services, scanner } = givenServices();
  return { workflow: services.workflow, stores: services.stores, close: () => scanner.close() };
});
