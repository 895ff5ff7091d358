/** Makes `dist/`: one bundle entry per command (split, so that a command loads only what it uses), tables, manifest. */
import {execFileSync} from 'node:child_process';
import {readdirSync, rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {compileTables} from './tables/compile.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, {recursive: true, force: true});

const entries = ['commands', 'hooks'].flatMap(folder =>
  readdirSync(`${root}src/${folder}`, {recursive: true, encoding: 'utf8'})
    .filter(name => name.endsWith('.ts'))
    .map(name => ({in: `${root}src/${folder}/${name}`, out: `${folder}/${name.slice(0, -'.ts'.length)}`})),
);

await build({
  absWorkingDir: root,
  entryPoints: [{in: `${root}src/main.ts`, out: 'main'}, ...entries],
  outdir: `${root}dist`,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // jsonc-parser's CommonJS form cannot be bundled: its requires are hidden behind UMD.
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  // CommonJS packages inside the bundle (oclif, elfy, yauzl) call require for Node's own modules.
  banner: {
    js: "import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
compileTables(`${root}dist/toolchains-json`);
execFileSync(process.execPath, [`${root}node_modules/oclif/bin/run.js`, 'manifest', root], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
