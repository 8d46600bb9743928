import { registerHooks } from 'node:module';

/** Put before AWS's runtime client: its compiled part, which npm does not build here, is taken from `native-client.ts`. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === './rapid-client.node'
      ? { url: new URL('native-client.ts', import.meta.url).href, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
