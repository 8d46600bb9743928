import { registerHooks } from 'node:module';

/** Put before AWS's runtime client: its compiled part, which npm does not build here, is taken from `native-client.ts`. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === './rapid-client.node'
      ? { url: new URL('native-client.mjs', import.meta.url).href, format: 'module', shortCircuit: true }
      : next(specifier, context),
});
