import type {Metafile} from 'esbuild';

/** The commands that are not to be waited for, with what each call of theirs loads. */
const ALWAYS = [
  'src/main.ts',
  ...['src/calls/check-abi.ts', 'src/report/text.ts', 'src/report/json.ts'],
  ...['src/calls/run.ts', 'src/calls/run-flags.ts'],
];

/** Names of the files that hold what a source of {@link ALWAYS} imports, directly or not, itself included. */
export function partsAlwaysLoaded({outputs}: Metafile): ReadonlySet<string> {
  const sources = new Set(ALWAYS);
  const found = new Set(Object.keys(outputs).filter(name => sources.has(outputs[name]?.entryPoint ?? '')));
  for (const name of found) {
    for (const {path, kind} of outputs[name]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) found.add(path);
    }
  }
  return new Set([...found].map(name => name.slice(name.lastIndexOf('/') + 1)));
}

/**
 * Joins CommonJS files of one folder to one, `main.cjs`: finding and opening twenty small files takes longer than what
 * is in them (bench/README.md: 4 of 60 ms). Under its old name each leaves a line for the files that are not joined.
 */
export function joinParts(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const main = 'main.cjs';
  const parts = [...files].map(
    ([name, code]) => `${JSON.stringify(`./${name}`)}(module,exports,require){${code}\n}`,
  );
  const loader = `
const loaded={};
const load=name=>{
  if(!Object.hasOwn(parts,name))return require(name);
  if(!loaded[name]){const module={exports:{}};loaded[name]=module;parts[name](module,module.exports,load);}
  return loaded[name].exports;
};
module.exports={part:load,main:words=>load('./${main}').main(words)};`;
  const joined = new Map([[main, `'use strict';const parts={${parts.join(',')}};${loader}\n`]]);
  for (const name of files.keys()) {
    if (name !== main) joined.set(name, `module.exports=require('./${main}').part('./${name}');\n`);
  }
  return joined;
}
