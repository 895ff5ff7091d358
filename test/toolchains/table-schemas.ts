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
/** Never plain http: what is fetched from there is proved, but who asks for what is nobody's business. */
const address = v.pipe(text, v.regex(/^https:\/\/[^/]/), v.url());
const origin = {source: text, generated: text, generator: text};
const namedProgram = v.strictObject({program: text, package: text});
const prefixedPrograms = v.strictObject({prefix: text, package: text});
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
/** A compiler that a wrapper stands in for. */
const compiler = v.strictObject({
  ...origin,
  name: text,
  family: v.picklist(['unix', 'rustc']),
  programs: v.pipe(texts, v.minLength(1)),
  compile: texts,
  optimize: v.strictObject({'0': texts, g: texts}),
  link: texts,
  drop: texts,
  assertions: v.strictObject({drop: texts, compile: texts}),
  sanitize: v.record(text, v.strictObject({compile: texts, link: texts, runtime: text})),
  environment: v.optional(v.record(text, text)),
});
const between = v.strictObject({from: text, to: v.nullable(text)});
/** A compiler of Windows, which variables drive. */
const windowsCompiler = v.strictObject({
  ...origin,
  name: text,
  family: v.picklist(['msvc', 'mingw']),
  programs: v.pipe(texts, v.minLength(1)),
  generations: v.pipe(
    v.array(
      v.strictObject({
        product: text,
        version: between,
        pythons: v.nullable(between),
        compile: texts,
        link: texts,
        variables: v.nullable(
          v.strictObject({compile: texts, link: texts, limit: v.nullable(v.pipe(v.number(), v.integer()))}),
        ),
      }),
    ),
    v.minLength(1),
  ),
  optimize: v.strictObject({'0': v.nullable(texts), g: v.nullable(texts)}),
  assertions: texts,
  typePdb: v.nullable(text),
  forbidden: texts,
});
const policySet = {
  policies: v.array(v.strictObject({version: libcVersion, aliases: v.array(text), architectures: texts})),
  libraries: v.record(text, libcVersion),
  forbidden: v.array(v.strictObject({library: text, until: v.nullable(libcVersion), names: texts})),
  versions: v.record(text, v.record(text, v.record(libcVersion, texts))),
};

/** Kinds of values in editors' files, as src/debugging/launch/check-keys.ts knows them. */
const keyKinds = v.record(
  text,
  v.pipe(
    text,
    v.check(
      kinds =>
        kinds.split('|').every(kind => /^(?:string|boolean|integer|strings|objects|object|any)$/.test(kind)),
      'no kind',
    ),
  ),
);
const objectKeys = v.strictObject({required: texts, keys: keyKinds});

/** What each structured table must look like, by its name in `toolchains/`; the types in src/toolchains say the same. */
export const tableSchemas: Readonly<Record<string, v.GenericSchema>> = {
  'cpython-build.yaml': v.strictObject({
    ...origin,
    leaveOut: v.array(v.strictObject({arguments: texts, why: text})),
    needsProgram: v.record(text, text),
    optionVariables: texts,
    dropOptions: texts,
    add: texts,
    testModules: texts,
    opt: texts,
    modulePackages: v.record(text, v.pipe(text, v.regex(/^[a-z0-9.+-]+-dev$/))),
    moduleHeaders: v.record(text, v.pipe(text, v.regex(/\.h$/))),
    headerFolders: texts,
  }),
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
    constexprMutex: v.strictObject({
      library: v.pipe(text, v.regex(/^[a-z0-9]+\.dll$/)),
      since: v.pipe(v.string(), v.regex(/^\d+\.\d+$/)),
      locks: text,
      initialises: text,
    }),
    sideBySide: v.strictObject({from: version, to: version, libraries: v.array(pattern), assembly: pattern}),
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
    cxx: named,
    executableStack: v.array(machine),
  }),
  'cpython.yaml': v.strictObject({
    ...origin,
    releases: v.pipe(v.array(v.strictObject({from: version, to: version})), v.minLength(1)),
    foreseen: v.pipe(v.number(), v.integer(), v.minValue(1)),
    builtInModules: v.strictObject({always: texts, often: texts}),
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
  'gcc.yaml': compiler,
  'clang.yaml': compiler,
  'rustc.yaml': compiler,
  'msvc.yaml': windowsCompiler,
  'clang-cl.yaml': windowsCompiler,
  'mingw-w64.yaml': windowsCompiler,
  'symbol-servers.yaml': v.strictObject({
    ...origin,
    'python-org': v.strictObject({
      url: address,
      msi: v.strictObject({
        versions: v.strictObject({from: version, to: v.nullable(version)}),
        path: text,
        packages: v.array(v.strictObject({name: text, pattern})),
      }),
      zip: v.strictObject({versions: v.strictObject({from: version, to: v.nullable(version)}), path: text}),
    }),
    pymanager: v.strictObject({
      url: address,
      versions: v.strictObject({from: version, to: v.nullable(version)}),
      path: text,
    }),
    'python-build-standalone': v.strictObject({url: address, path: text, flavours: texts}),
    microsoft: v.strictObject({url: address, patterns: v.array(pattern)}),
    architectures: v.record(machine, text),
  }),
  'objcopy.yaml': v.strictObject({
    ...origin,
    any_machine: v.strictObject({
      objcopy: namedProgram,
      'eu-strip': namedProgram,
      dsymutil: v.strictObject({programs: texts, package: text}),
      mach_strip: v.strictObject({programs: texts, package: text}),
    }),
    elf: v.record(machine, prefixedPrograms),
    pe: v.record(machine, prefixedPrograms),
  }),
  'launch-schemas.yaml': v.strictObject({
    ...origin,
    common: keyKinds,
    types: v.record(text, v.strictObject({launch: objectKeys, attach: objectKeys})),
    nested: v.record(text, objectKeys),
    compound: objectKeys,
    input: objectKeys,
    task: objectKeys,
    visual_studio: v.record(text, objectKeys),
    mixed_mode: v.array(version),
  }),
  'strip.yaml': v.strictObject({...origin, programs: texts}),
  'manylinux.json': v.strictObject({
    ...origin,
    manylinux: v.strictObject(policySet),
    musllinux: v.strictObject({...policySet, libcNames: v.record(text, text)}),
  }),
};
