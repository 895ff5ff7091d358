#!/usr/bin/env node
// In the words of 2009: a Node.js that is too old must still parse this file and get as far as the sentence below.
'use strict';

var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    'pyxdbg needs Node.js 20.19 or newer, and this is ' + process.version + ': install a newer Node.js.\n',
  );
  process.exit(2);
}
// Node 20 has no compile cache.
var enableCompileCache = require('node:module').enableCompileCache;
if (enableCompileCache) enableCompileCache();
require('../dist/main.cjs').main(process.argv.slice(2));
