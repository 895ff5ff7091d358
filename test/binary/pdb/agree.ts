import type {ExecutionContext} from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import type {CompilationUnit} from '../../../src/binary/compile-facts.ts';
import {readDbi} from '../../../src/binary/pdb/dbi-stream.ts';
import {readModuleSymbols} from '../../../src/binary/pdb/module-symbols.ts';
import {openMsf} from '../../../src/binary/pdb/msf.ts';
import {readPdbCompileFacts, readPdbIdentity} from '../../../src/binary/pdb/read-pdb.ts';
import {dumpPdb} from './link-pdb.ts';
import {type DumpedModule, dumpModules} from './pdbutil.ts';

/** Languages as llvm-pdbutil calls them, and as we do. */
const LANGUAGES = new Map<string, CompilationUnit['language']>([
  ['c', 'c'],
  ['c++', 'c++'],
  ['masm', 'assembler'],
  ['rust', 'rust'],
]);

/** Asserts that our reader and llvm-pdbutil say the same of a PDB; returns what llvm-pdbutil said. */
export function agreesWithPdbutil(
  t: ExecutionContext,
  path: string,
  bytes: Uint8Array,
): readonly DumpedModule[] {
  const source = memorySource(bytes);
  const summary = dumpPdb(path, '-summary');
  const said = (pattern: RegExp) => pattern.exec(summary)?.[1]?.toLowerCase() ?? '';
  const identity = readPdbIdentity(source);
  t.is(identity.guid, said(/GUID: \{(.*)\}/));
  t.is(String(identity.age), said(/Age: (\d+)/));
  t.is(String(identity.signature), said(/Signature: (\d+)/));

  const dumped = dumpModules(path);
  const msf = openMsf(source);
  const modules = readDbi(msf)?.modules ?? [];
  t.deepEqual(
    modules.map(({name, file}) => ({name, file})),
    dumped.map(({name, file}) => ({name, file})),
  );
  for (const [index, module] of modules.entries()) {
    const reader = msf.stream(module.stream ?? -1);
    const {compilers, hasSpeedOptimised} = reader
      ? readModuleSymbols(module, reader)
      : {compilers: [], hasSpeedOptimised: false};
    t.deepEqual(
      compilers.map(({version, frontEnd, backEnd, isLtcg}) => ({version, frontEnd, backEnd, isLtcg})),
      (dumped[index]?.compilers ?? []).map(({version, frontEnd, backEnd, flags}) => {
        return {version, frontEnd, backEnd, isLtcg: /\bltcg\b/.test(flags)};
      }),
      module.name,
    );
    t.is(hasSpeedOptimised, dumped[index]?.hasSpeedOptimised ?? false, module.name);
  }

  const compiled = dumped.filter(({compilers}) => compilers.some(({language}) => LANGUAGES.has(language)));
  const {units} = readPdbCompileFacts(source);
  t.is(units.length, compiled.length);
  for (const [index, {compilers, files, buildInfo, workingFolder, name, file}] of compiled.entries()) {
    const unit = units[index];
    const compiler = compilers.find(({language}) => LANGUAGES.has(language));
    t.like(unit, {
      producer: compiler?.version,
      language: LANGUAGES.get(compiler?.language ?? ''),
      directory: buildInfo.length > 0 ? buildInfo[0] || null : workingFolder,
      files: [...new Set(files)],
    });
    t.is(unit?.library, file === name ? undefined : file);
    t.is(unit?.options === null, (buildInfo[4] ?? '') === '');
    t.deepEqual(lastWord(unit?.options?.at(-1)), lastWord(buildInfo[4] || undefined));
  }
  return dumped;
}

/** Without the quotation marks that llvm-pdbutil shows as they are recorded. */
const lastWord = (text: string | undefined) => text?.split(' ').at(-1)?.replaceAll('"', '');
