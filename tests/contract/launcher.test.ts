import { launcherContract } from './launcher.contract.ts';
import { openLocalLauncher } from './local-launcher.ts';

launcherContract('the local launcher', openLocalLauncher);
