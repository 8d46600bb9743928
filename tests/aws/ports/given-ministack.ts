import { createClients } from '../../../functions/aws/clients/index.ts';
import type { Clients } from '../../../functions/aws/clients/index.ts';
import { startMiniStack } from '../stand-ins/ministack.ts';

/** Our clients over an emulator of its own, without anything deployed. */
export interface GivenMiniStack {
  clients: Clients;
  url: string;
  close: () => Promise<void>;
}

export async function givenMiniStack(): Promise<GivenMiniStack> {
  const emulator = await startMiniStack();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const clients = createClients({ endpoint: emulator.url, region: 'us-east-1', credentials });
  return { clients, url: emulator.url, close: () => emulator.stop() };
}
