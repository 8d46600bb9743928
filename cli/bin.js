#!/usr/bin/env node
// Written so that every Node since version 12 can read it: an old one shall say what is wrong instead of failing on the first new word.
var needed = 24;
var found = process.versions.node;

if (parseInt(found, 10) < needed) {
  process.stderr.write(
    'runlet: this is Node ' +
      found +
      ', and Runlet needs Node ' +
      needed +
      ' or later; install it from https://nodejs.org and run the command again.\n',
  );
  process.exitCode = 125;
} else {
  import('node:module')
    .then(function (module) {
      // A folder of the person's own: whoever may write to a compile cache decides what runs.
      var cache = process.env.XDG_CACHE_HOME || (process.env.HOME ? process.env.HOME + '/.cache' : '');
      if (cache) module.enableCompileCache(cache + '/runlet');
      return import('./main.js');
    })
    .catch(function (error) {
      process.stderr.write('runlet: the program could not be loaded; install the package again. ' + (error && error.stack) + '\n');
      process.exitCode = 125;
    });
}
