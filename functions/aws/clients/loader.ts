import type { ClientSettings } from './configuration.ts';

export interface Service {
  /** Builds the service's client. */
  open(settings: ClientSettings): unknown;
}

/** A service's client and its commands, loaded and built when they are first asked for. */
export type Loader<S extends Service> = () => Promise<{ client: ReturnType<S['open']>; sdk: S }>;

/** Loads a service once: `loader(() => import('./s3.ts'), settings)`. What nobody imports so is no part of a Lambda's bundle. */
export function loader<S extends Service>(load: () => Promise<S>, settings: ClientSettings): Loader<S>;
export function loader(load: () => Promise<Service>, settings: ClientSettings): Loader<Service> {
  let loading: ReturnType<Loader<Service>> | null = null;
  const opened = async () => {
    const sdk = await load();
    return { client: sdk.open(settings), sdk };
  };
  return () => (loading ??= opened());
}
