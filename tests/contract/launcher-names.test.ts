import { createFargateLauncher } from '../../functions/aws/launcher/fargate-launcher.ts';
import { startRecorder } from '../functions/aws/aws-recorder.ts';
import { cluster, givenCluster } from '../functions/aws/launcher/given-cluster.ts';
import { launcherNamesContract } from './launcher-names.contract.ts';
import { givenOrder, inline } from './launcher.contract.ts';
import { openLocalLauncher } from './local-launcher.ts';

const fetched = async () => Promise.reject(new Error('the job is fetched'));

launcherNamesContract('the local launcher', async () => {
  const local = await openLocalLauncher();
  const code = inline('import time\ntime.sleep(600)');
  const close = () => local.close();
  return { launcher: local.launcher, close, lasting: (runId) => async () => givenOrder({ runId, code, storePrefix: `runs/${runId}/` }) };
});

launcherNamesContract('the launcher of Fargate, with a played cluster', async () => {
  const aws = await startRecorder();
  givenCluster(aws);
  const place = { cluster, taskDefinition: 'runlet', subnets: ['subnet-a'], securityGroup: 'sg-1', apiUrl: 'https://api.example' };
  return { launcher: createFargateLauncher(aws.clients, place), lasting: () => fetched, close: () => aws.close() };
});
