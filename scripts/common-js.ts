import {transform} from 'esbuild';

/** What the bundler puts before every file; CommonJS has it of itself. */
export const REQUIRE_BANNER =
  "import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);";

/**
 * Turns a file of a split bundle, which esbuild makes as ES modules only, into CommonJS. Node loads that faster: no
 * facade for each module of its own, no asynchronous linking (bench/README.md: 5 of 60 ms for one small file).
 */
export async function toCommonJs(code: string): Promise<string> {
  const own = code.replace(REQUIRE_BANNER, '');
  const usesUrl = own.includes('import.meta.url');
  const {code: converted} = await transform(own, {
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    define: {'import.meta.url': '__fileUrl'},
    banner: usesUrl
      ? "'use strict';const __fileUrl=require('node:url').pathToFileURL(__filename).href;"
      : "'use strict';",
    // The bundler has warned of what is doubtful in the sources.
    logLevel: 'error',
  });
  // Other parts of the bundle, not what oclif imports by a computed name.
  return converted.replaceAll(
    /\bimport\(("\.{1,2}\/[^"]+\.cjs")\)/g,
    'Promise.resolve().then(()=>require($1))',
  );
}
