import {bareFile, type SeededDefect, wheel} from '../case.ts';
import {linuxModule, speed} from '../common.ts';
import {linkedPair, pdbPair} from '../debug-pair.ts';
import {inScratch, moduleSource} from '../tools.ts';

const so312 = 'speed.cpython-312-x86_64-linux-gnu.so';
const arm312 = speed('cpython-312-aarch64-linux-gnu.so');
const pyd312 = speed('cp312-win_amd64.pyd');
const windows = 'cp312-cp312-win_amd64';
const manylinux = 'cp312-cp312-manylinux_2_17_x86_64';
const DEBUG = ['-g', '-O0'];
const good = bareFile(so312, linuxModule({options: DEBUG}));
const debug = {options: ['--debug']};

const linked = linkedPair('speed.debug');
const relinked = linkedPair('speed.debug');
const withPdb = pdbPair('speed.pdb', 'python312.dll');
const otherPdb = pdbPair('speed.pdb', 'python312.dll');

/** A module of a source that is gone when the compiler is done, as after `pip wheel` of an sdist. */
const ofTemporarySource = (): Promise<Uint8Array> =>
  inScratch('module.so', async (run, folder) => {
    await run('cp', moduleSource, 'speed.c');
    const options = ['-shared', '-fPIC', '-nostdlib', '-w', ...DEBUG, '-DHOOK=PyInit_speed'];
    await run('gcc', ...options, '-o', 'module.so', `${folder}/speed.c`);
  });

/** What a debug build promises and does not keep. */
export const debugDefects: readonly SeededDefect[] = [
  {
    rule: 'no-debug-info',
    severity: 'error',
    seeded: 'a module that was compiled without -g',
    member: so312,
    build: bareFile(so312, linuxModule({options: ['-O0']})),
    cure: good,
    ...debug,
  },
  {
    rule: 'no-debug-info',
    severity: 'error',
    seeded: 'a wheel without the PDB that its module names',
    member: pyd312,
    build: wheel(windows, {[pyd312]: withPdb.module}),
    cure: wheel(windows, {[pyd312]: withPdb.module, 'seeded/speed.pdb': withPdb.debugFile}),
    ...debug,
  },
  {
    rule: 'debug-info-mismatch',
    severity: 'error',
    seeded: 'the PDB of another link beside the module',
    member: pyd312,
    build: wheel(windows, {[pyd312]: withPdb.module, 'seeded/speed.pdb': otherPdb.debugFile}),
    cure: wheel(windows, {[pyd312]: otherPdb.module, 'seeded/speed.pdb': otherPdb.debugFile}),
    ...debug,
  },
  {
    rule: 'debug-info-mismatch',
    severity: 'error',
    seeded: 'the debug file of another link where .gnu_debuglink leads',
    member: `seeded/${so312}`,
    build: wheel(manylinux, {
      [`seeded/${so312}`]: linked.module,
      'seeded/.debug/speed.debug': relinked.debugFile,
    }),
    cure: wheel(manylinux, {
      [`seeded/${so312}`]: linked.module,
      'seeded/.debug/speed.debug': linked.debugFile,
    }),
    ...debug,
  },
  {
    rule: 'optimised',
    severity: 'error',
    seeded: 'a module that a late -O2 optimised',
    member: so312,
    build: bareFile(so312, linuxModule({options: [...DEBUG, '-O2']})),
    cure: good,
    ...debug,
  },
  {
    rule: 'optimised',
    severity: 'error',
    seeded: 'link-time optimisation of an unoptimised module',
    member: so312,
    build: bareFile(so312, linuxModule({options: [...DEBUG, '-flto']})),
    cure: good,
    ...debug,
  },
  {
    rule: 'optimised',
    severity: 'note',
    seeded: 'a clang that recorded no options',
    member: arm312,
    build: wheel('cp312-cp312-linux_aarch64', {
      [arm312]: linuxModule({machine: 'aarch64', needed: [], options: DEBUG}),
    }),
    cure: wheel('cp312-cp312-linux_aarch64', {
      [arm312]: linuxModule({
        machine: 'aarch64',
        needed: [],
        options: [...DEBUG, '-grecord-command-line'],
      }),
    }),
    ...debug,
  },
  {
    rule: 'sources-missing',
    severity: 'error',
    seeded: 'a module whose source went with its build folder',
    member: so312,
    build: bareFile(so312, ofTemporarySource),
    cure: good,
    ...debug,
  },
];
