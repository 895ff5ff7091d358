import {type ZipOptions, type Zippable, zipSync} from 'fflate';
import type {SeedFiles} from './seeds.ts';

/** A time of the DOS era, so that the same files give the same archive. */
const STEADY: ZipOptions = {mtime: new Date(1990, 0, 1)};

const METADATA = Buffer.from('Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n');
const WHEEL = Buffer.from('Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp312-cp312-linux_x86_64\n');

/** Archives of binary seeds: deflated, stored, behind a program, with a comment, empty. */
export function archiveSeeds(binaries: SeedFiles): SeedFiles {
  // Not every machine has the compilers of the first choice.
  const pick = (...names: readonly string[]): Uint8Array =>
    names.map(name => binaries.get(name)).find(bytes => bytes !== undefined) ?? new Uint8Array(64);
  const elf = pick('gcc-stripped.elf', 'written-64.macho');
  const pe = pick('written-64.pe');
  const info = {
    'demo-1.0.dist-info/METADATA': METADATA,
    'demo-1.0.dist-info/WHEEL': WHEEL,
    'demo-1.0.dist-info/RECORD': Buffer.from('demo/_demo.so,,\n'),
  };
  const zip = (files: Zippable, level: ZipOptions['level']) => zipSync(files, {...STEADY, level: level ?? 6});
  const deflated = zip(
    {'demo/__init__.py': Buffer.from('x = 1\n'), 'demo/_demo.so': elf, 'demo/_demo.pyd': pe, ...info},
    6,
  );
  const stored = zip({'demo/_demo.pyd': pe, 'demo/_demo.so': pick('written-signed.macho'), ...info}, 0);
  const program = pick('written-32.pe');
  return new Map([
    ['deflated.whl', deflated],
    ['stored.whl', stored],
    ['many.zip', zip(Object.fromEntries(Array.from({length: 40}, (_, index) => [`m${index}.pyd`, pe])), 6)],
    [
      'long.egg',
      zip({'EGG-INFO/PKG-INFO': METADATA, 'zeros.so': Buffer.concat([elf, new Uint8Array(512 * 1024)])}, 9),
    ],
    [
      'installer.exe',
      Buffer.concat([program, zip({'PLATLIB/demo.pyd': pe, 'SCRIPTS/demo.py': METADATA}, 6)]),
    ],
    ['empty.zip', zip({}, 6)],
  ]);
}
