import {execFileSync} from 'node:child_process';
import test from 'ava';
import {toolNamed} from '../builders/tools.ts';
import {toolchains} from './tables.ts';

const {manylinux} = toolchains;
const policy = (tag: string) => {
  const found = manylinux.policyFor(tag);
  if (!found) throw new Error(`no policy ${tag}`);
  return found;
};

test('the old names mean the numbered policies of PEP 600', t => {
  for (const [alias, tag] of [
    ['manylinux1_x86_64', 'manylinux_2_5_x86_64'],
    ['manylinux2010_i686', 'manylinux_2_12_i686'],
    ['manylinux2014_aarch64', 'manylinux_2_17_aarch64'],
  ] as const) {
    t.is(policy(alias).tag, tag);
    t.deepEqual(policy(tag).aliases, [alias]);
  }
});

// PEP 571 (manylinux2010) and PEP 599 (manylinux2014), "The manylinux20XX policy", point 3.
const ceilings = {
  manylinux2010_x86_64: ['GLIBC_2.12', 'CXXABI_1.3.3', 'GLIBCXX_3.4.13', 'GCC_4.5.0'],
  manylinux2014_i686: ['GLIBC_2.17', 'CXXABI_1.3.7', 'GLIBCXX_3.4.19', 'GCC_4.8.0'],
};

for (const [tag, versions] of Object.entries(ceilings)) {
  test(`${tag} allows no more than its PEP`, t => {
    for (const version of versions) {
      const [prefix = '', number = ''] = version.split('_');
      if (prefix !== 'GCC') t.is(policy(tag).newest(prefix), version);
      // On x86-64 libgcc never had a GCC_4.5.0.
      if (prefix !== 'GCC' || tag.endsWith('i686')) t.true(policy(tag).allowsVersion(version), version);
      const next = number.replace(/\d+$/, last => String(Number(last) + 1));
      if (prefix !== 'GCC') t.false(policy(tag).allowsVersion(`${prefix}_${next}`), `${prefix}_${next}`);
    }
  });
}

test('the libraries of PEP 513 are allowed, and no others', t => {
  const {allowsLibrary} = policy('manylinux1_x86_64');
  for (const library of [
    ...[
      'libgcc_s.so.1',
      'libstdc++.so.6',
      'libm.so.6',
      'libdl.so.2',
      'librt.so.1',
      'libc.so.6',
      'libnsl.so.1',
    ],
    ...[
      'libutil.so.1',
      'libpthread.so.0',
      'libresolv.so.2',
      'libX11.so.6',
      'libXext.so.6',
      'libXrender.so.1',
    ],
    ...[
      'libICE.so.6',
      'libSM.so.6',
      'libGL.so.1',
      'libgobject-2.0.so.0',
      'libgthread-2.0.so.0',
      'libglib-2.0.so.0',
    ],
    ...['ld-linux-x86-64.so.2'],
  ]) {
    t.true(allowsLibrary(library), library);
  }
  // libcrypt was taken out again in 2018, and libpython must not be linked to.
  for (const library of [
    'libcrypt.so.1',
    'libpython3.7m.so.1.0',
    'libgomp.so.1',
    'libssl.so.10',
    'libc.so',
    '',
  ]) {
    t.false(allowsLibrary(library), library);
  }
});

test('a version is judged for the architecture: AArch64 began with glibc 2.17', t => {
  t.true(policy('manylinux2014_aarch64').allowsVersion('GLIBC_2.17'));
  t.is(manylinux.policyFor('manylinux2010_aarch64'), null);
  t.is(manylinux.policyFor('manylinux_2_28_loongarch64'), null);
  t.truthy(manylinux.policyFor('manylinux_2_38_loongarch64'));
});

test('a policy between the listed ones is sure of glibc alone', t => {
  const between = policy('manylinux_2_33_x86_64');
  t.false(between.listed);
  t.true(between.allowsVersion('GLIBC_2.33'));
  t.false(between.allowsVersion('GLIBC_2.34'));
  t.is(between.newest('GLIBC'), 'GLIBC_2.33');
  // 2_31 has GLIBCXX_3.4.28 and 2_34 3.4.29: whether all distributions with glibc 2.33 had it, nobody says.
  t.true(between.allowsVersion('GLIBCXX_3.4.28'));
  t.is(between.allowsVersion('GLIBCXX_3.4.29'), null);
  t.false(between.allowsVersion('GLIBCXX_3.4.30'));
});

test('a policy newer than the table follows PEP 600', t => {
  const newer = policy('manylinux_2_99_x86_64');
  t.true(newer.allowsVersion('GLIBC_2.98'));
  t.false(newer.allowsVersion('GLIBC_2.100'));
  t.is(newer.allowsVersion('GLIBCXX_3.4.99'), null);
  t.true(newer.allowsLibrary('libstdc++.so.6'));
});

test('versions of no one’s promise are refused, unknown ones unknown', t => {
  t.false(policy('manylinux2014_x86_64').allowsVersion('GLIBC_PRIVATE'));
  t.false(policy('manylinux_2_33_x86_64').allowsVersion('GLIBC_PRIVATE'));
  t.is(policy('manylinux2014_x86_64').allowsVersion('OPENSSL_3.0.0'), null);
  t.is(policy('manylinux2014_x86_64').allowsVersion(''), null);
  t.false(policy('manylinux2014_x86_64').allowsVersion('GLIBC_ABI_DT_RELR'));
  t.true(policy('manylinux_2_39_x86_64').allowsVersion('GLIBC_ABI_DT_RELR'));
});

test('internal names of zlib are forbidden though zlib is allowed', t => {
  t.true(policy('manylinux2014_x86_64').allowsLibrary('libz.so.1'));
  t.true(policy('manylinux2014_x86_64').forbiddenNames('libz.so.1').has('_dist_code'));
  t.is(policy('manylinux2014_x86_64').forbiddenNames('libm.so.6').has('_dist_code'), false);
  // uncompress2 came with zlib 1.2.9.
  t.true(policy('manylinux_2_31_x86_64').forbiddenNames('libz.so.1').has('uncompress2'));
  t.false(policy('manylinux_2_34_x86_64').forbiddenNames('libz.so.1').has('uncompress2'));
});

test('a musllinux policy allows musl’s own library of its architecture and judges no versions', t => {
  const musl = policy('musllinux_1_2_aarch64');
  t.is(musl.libc, 'musl');
  t.true(musl.allowsLibrary('libc.musl-aarch64.so.1'));
  t.false(musl.allowsLibrary('libc.musl-x86_64.so.1'));
  t.false(musl.allowsLibrary('libc.so.6'));
  t.true(policy('musllinux_1_1_i686').allowsLibrary('libc.musl-x86.so.1'));
  t.is(musl.allowsVersion('GLIBC_2.17'), null);
  t.is(musl.newest('GLIBC'), null);
});

test('other tags have no policy', t => {
  for (const tag of [
    ...['linux_x86_64', 'win_amd64', 'any', 'macosx_11_0_arm64', 'manylinux_2_17', 'manylinux3_x86_64', ''],
    ...['manylinux_2_17_vax', `manylinux_2_17_${'x'.repeat(100_000)}`],
  ]) {
    t.is(manylinux.policyFor(tag), null, tag.slice(0, 40));
  }
});

test('the true tag is the oldest policy that holds', t => {
  const tagOf = (versionNeeds: Record<string, string[]>, more: readonly string[] = []) =>
    manylinux.trueTag({
      libc: 'glibc',
      machine: 'x86_64',
      versionNeeds,
      libraries: [...Object.keys(versionNeeds), ...more],
    })?.tag;
  t.is(tagOf({'libc.so.6': ['GLIBC_2.2.5', 'GLIBC_2.4']}), 'manylinux_2_5_x86_64');
  t.is(tagOf({'libc.so.6': ['GLIBC_2.14']}), 'manylinux_2_17_x86_64');
  t.is(tagOf({'libc.so.6': ['GLIBC_2.34']}), 'manylinux_2_34_x86_64');
  t.is(tagOf({'libc.so.6': ['GLIBC_2.47']}), 'manylinux_2_47_x86_64');
  t.is(tagOf({'libstdc++.so.6': ['GLIBCXX_3.4.29']}), 'manylinux_2_34_x86_64');
  t.is(tagOf({'libc.so.6': ['GLIBC_2.4']}, ['libexpat.so.1']), 'manylinux_2_12_x86_64');
  t.is(tagOf({'libc.so.6': ['GLIBC_2.4']}, ['libgomp.so.1']), undefined);
  t.is(tagOf({'libc.so.6': ['GLIBC_PRIVATE']}), undefined);
  t.is(
    manylinux.trueTag({
      libc: 'glibc',
      machine: 'x86_64',
      versionNeeds: {},
      libraries: ['libz.so.1'],
      undefinedNames: ['uncompress2'],
    })?.tag,
    'manylinux_2_34_x86_64',
  );
  t.is(
    manylinux.trueTag({
      libc: 'musl',
      machine: 'arm64',
      versionNeeds: {},
      libraries: ['libc.musl-aarch64.so.1'],
    })?.tag,
    'musllinux_1_1_aarch64',
  );
  t.is(manylinux.trueTag({libc: 'glibc', machine: 'sparc', versionNeeds: {}, libraries: []}), null);
});

const readelf = toolNamed('readelf');
const gcc = toolNamed('gcc');
const isGlibc = process.arch === 'x64' && process.platform === 'linux' && readelf && gcc;
const live = isGlibc ? test : test.skip;

live(
  `every version of this machine’s glibc is in the policy of its number${isGlibc ? '' : ' (skipped: not x86-64 glibc with gcc and readelf)'}`,
  t => {
    const libc = execFileSync(gcc ?? '', ['-print-file-name=libc.so.6'], {encoding: 'utf8'}).trim();
    const printed = execFileSync(readelf ?? '', ['-VW', libc], {encoding: 'utf8'});
    const definitions = printed.slice(printed.indexOf('Version definition section'));
    const versions = [...definitions.matchAll(/Name: (GLIBC_\S+)/g)].map(([, name = '']) => name);
    const newest = versions
      .flatMap(name => /^GLIBC_2\.(\d+)$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => b - a)[0];
    t.true(versions.length > 20);
    const own = policy(`manylinux_2_${newest}_x86_64`);
    for (const version of versions) {
      const expected = version !== 'GLIBC_PRIVATE';
      t.is(own.allowsVersion(version), expected, version);
    }
  },
);
