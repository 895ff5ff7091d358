import * as v from 'valibot';

const text = v.pipe(v.string(), v.minLength(1));
const texts = v.array(text);
/** A regular expression that compiles. */
const pattern = v.pipe(
  text,
  v.check(source => {
    try {
      return new RegExp(source.replace('{xy}', '\\d+')) instanceof RegExp;
    } catch {
      return false;
    }
  }, 'not a regular expression'),
);
const version = v.pipe(v.string(), v.regex(/^[23]\.\d{1,2}$/));
const libcVersion = v.pipe(v.string(), v.regex(/^[12]\.\d{1,2}$/));
const bounds = {from: v.optional(v.nullable(version)), to: v.optional(v.nullable(version))};
const machine = v.picklist([
  'x86',
  'x86_64',
  'arm',
  'arm64',
  'ppc',
  'ppc64',
  'ppc64le',
  's390x',
  'riscv32',
  'riscv64',
  'loongarch64',
  'mips',
  'mips64',
  'ia64',
  'sparc',
]);
const origin = {source: text, generated: text, generator: text};
const family = v.picklist([
  'ucrt',
  'msvcrt',
  'crtdll',
  'msvcr70',
  'msvcr71',
  'msvcr80',
  'msvcr90',
  'msvcr100',
  'msvcr110',
  'msvcr120',
]);
const named = v.array(v.strictObject({pattern, name: text}));
const suffixRow = v.strictObject({
  form: v.pipe(text, v.regex(/^(module|_d)?\.[a-z0-9.{}_-]+$/i)),
  ...bounds,
  builds: v.optional(v.array(v.picklist(['gil', 'free-threaded', 'debug', 'release']))),
});
const triplets = v.record(machine, texts);
const policySet = {
  policies: v.array(v.strictObject({version: libcVersion, aliases: v.array(text), architectures: texts})),
  libraries: v.record(text, libcVersion),
  forbidden: v.array(v.strictObject({library: text, until: v.nullable(libcVersion), names: texts})),
  versions: v.record(text, v.record(text, v.record(libcVersion, texts))),
};

/** What each structured table must look like, by its name in `toolchains/`; the types in src/toolchains say the same. */
export const tableSchemas: Readonly<Record<string, v.GenericSchema>> = {
  'crt.yaml': v.strictObject({
    ...origin,
    families: v.array(
      v.strictObject({family, display: text, short: text, msvc: text, mingw: v.nullable(text)}),
    ),
    dlls: v.array(
      v.strictObject({
        pattern,
        family: v.union([family, v.literal('msvcrN')]),
        kind: v.picklist([
          'c-runtime',
          'api-set',
          'startup',
          'c++',
          'openmp',
          'concurrency',
          'amp',
          'winrt',
          'managed',
          'mfc',
          'atl',
        ]),
        windows: v.optional(v.boolean()),
      }),
    ),
    pythons: v.array(v.strictObject({...bounds, family, machines: v.optional(v.array(machine)), how: text})),
    crossing: v.array(text),
  }),
  'windows.yaml': v.strictObject({
    ...origin,
    apiSets: v.array(pattern),
    libraries: v.strictObject({add: texts, remove: texts}),
    redistributables: v.array(v.strictObject({pattern, package: text})),
    visualCpp: v.record(family, text),
    interpreter: v.array(
      v.strictObject({
        pattern,
        where: v.picklist(['beside-python', 'dlls-folder']),
        ...bounds,
        machines: v.optional(v.array(machine)),
      }),
    ),
  }),
  'dependency-libraries.yaml': v.strictObject({
    ...origin,
    projects: v.array(
      v.strictObject({
        pattern,
        // PEP 503's normal form.
        projects: v.pipe(v.array(v.pipe(text, v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/))), v.minLength(1)),
      }),
    ),
    drivers: v.array(v.strictObject({pattern, driver: text})),
    mingw: v.array(v.strictObject({pattern, what: text, static: text})),
  }),
  'platform-libraries.yaml': v.strictObject({
    ...origin,
    libc: v.strictObject({glibc: v.array(pattern), musl: v.array(pattern), bionic: v.array(pattern)}),
    fullyVersioned: v.array(pattern),
    android: v.record(text, v.pipe(v.number(), v.integer(), v.minValue(21))),
    apple: texts,
    sanitizers: named,
    sanitizerNames: named,
    openMp: named,
  }),
  'cpython.yaml': v.strictObject({
    ...origin,
    markers: v.array(
      v.strictObject({
        name: text,
        marks: v.picklist(['pydebug', 'trace-refs', 'free-threaded', 'gil']),
        ...bounds,
      }),
    ),
    unicodeWidth: v.record(text, v.picklist(['ucs2', 'ucs4'])),
    stableAbi: v.strictObject({abi3: version, abi3t: version}),
    initHooks: v.array(v.strictObject({prefix: text, ...bounds})),
    abiFlags: v.array(v.strictObject({flag: v.picklist(['t', 'd', 'm', 'u']), ...bounds})),
    suffixes: v.strictObject({
      linux: v.array(suffixRow),
      macos: v.array(suffixRow),
      android: v.array(suffixRow),
      ios: v.array(suffixRow),
      windows: v.array(suffixRow),
    }),
    triplets: v.strictObject({
      linux: triplets,
      musl: triplets,
      android: triplets,
      ios: v.record(text, texts),
    }),
    architectures: v.record(text, v.array(machine)),
    linuxArchitectures: v.record(machine, text),
  }),
  'manylinux.json': v.strictObject({
    ...origin,
    manylinux: v.strictObject(policySet),
    musllinux: v.strictObject({...policySet, libcNames: v.record(text, text)}),
  }),
};
