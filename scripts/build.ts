/** Makes `dist/`: one bundle entry per command (split, so that a command loads only what it uses), tables, manifest. */
import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build, type Plugin} from 'esbuild';
import {REQUIRE_BANNER, toCommonJs} from './common-js.ts';
import {joinParts, partsAlwaysLoaded} from './join-parts.ts';
import {compileTables} from './tables/compile.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const entries = ['commands', 'hooks'].flatMap(folder =>
  readdirSync(`${root}src/${folder}`, {recursive: true, encoding: 'utf8'})
    .filter(name => name.endsWith('.ts'))
    .map(name => ({in: `${root}src/${folder}/${name}`, out: `${folder}/${name.slice(0, -'.ts'.length)}`})),
);

/** elfy asserts only where it reads a section table, which we never ask of it; `node:assert` takes 5 ms to load. */
const withoutAssert: Plugin = {
  name: 'elfy-without-assert',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^assert$/}, ({importer}) =>
      /[/\\]elfy[/\\]/.test(importer) ? {path: 'assert', namespace: 'never-called'} : null,
    );
    onLoad({filter: /.*/, namespace: 'never-called'}, () => ({contents: 'module.exports = {};'}));
  },
};

const {outputFiles, metafile} = await build({
  absWorkingDir: root,
  entryPoints: [{in: `${root}src/main.ts`, out: 'main'}, ...entries],
  outdir: `${root}dist`,
  outExtension: {'.js': '.cjs'},
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
  plugins: [withoutAssert],
  // CommonJS packages inside the bundle (oclif, elfy, yauzl) call require for Node's own modules.
  banner: {js: REQUIRE_BANNER},
  logLevel: 'warning',
  write: false,
  metafile: true,
});
// Only now: a bundle that cannot be made leaves the last one whole.
rmSync(`${root}dist`, {recursive: true, force: true});
const always = partsAlwaysLoaded(metafile);
const toJoin = new Map<string, string>();
for (const {path, text} of outputFiles) {
  const code = path.endsWith('.cjs') ? await toCommonJs(text) : text;
  mkdirSync(dirname(path), {recursive: true});
  if (dirname(path) === `${root}dist` && always.has(basename(path))) toJoin.set(basename(path), code);
  else writeFileSync(path, code);
}
for (const [name, code] of joinParts(toJoin)) writeFileSync(`${root}dist/${name}`, code);
compileTables(`${root}dist/toolchains-json`);
execFileSync(process.execPath, [`${root}node_modules/oclif/bin/run.js`, 'manifest', root], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
