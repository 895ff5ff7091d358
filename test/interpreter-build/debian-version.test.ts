import {spawnSync} from 'node:child_process';
import test from 'ava';
import {
  closestVersion,
  compareDebianVersions,
  upstreamVersion,
} from '../../src/interpreter-build/debian-version.ts';
import {toolNamed} from '../builders/tools.ts';

const withDpkg = toolNamed('dpkg') ? test : test.skip;

const VERSIONS = [
  ...[
    '3.11.2-6',
    '3.11.2-6+deb12u8',
    '3.11.2-6+deb12u9',
    '3.11.2-6+deb12u10',
    '3.11.2-6~bpo11+1',
    '3.11.2-6.1',
  ],
  ...[
    '3.11.2',
    '3.11.2~rc1-1',
    '3.11.10-1',
    '1:3.9-1',
    '3.12.3-1ubuntu0.5',
    '3.12.3-1ubuntu0.10',
    '3.12.3-1',
  ],
  ...[
    '3.13.0~b2-1',
    '3.13.0-1',
    '3.013.0-1',
    '3.11.2-06',
    '3.11.2a-1',
    '3.11.2+b-1',
    '3.11.2.-1',
    '3.11.2-6-1',
  ],
];

withDpkg('versions are ordered as dpkg orders them', t => {
  for (const a of VERSIONS) {
    for (const b of VERSIONS) {
      const isLess = spawnSync('dpkg', ['--compare-versions', a, 'lt', b]).status === 0;
      const isEqual = spawnSync('dpkg', ['--compare-versions', a, 'eq', b]).status === 0;
      t.is(Math.sign(compareDebianVersions(a, b)), isEqual ? 0 : isLess ? -1 : 1, `${a} and ${b}`);
    }
  }
});

test('the closest is the newest before, else the oldest behind, and always of the same upstream version', t => {
  const wanted = '3.11.2-6+deb12u9';
  t.is(closestVersion(wanted, ['3.11.2-6', '3.11.2-6+deb12u8', '3.11.2-7', '3.11.4-1']), '3.11.2-6+deb12u8');
  t.is(closestVersion(wanted, ['3.11.2-8', '3.11.2-7']), '3.11.2-7');
  t.is(closestVersion(wanted, ['3.11.4-1', '3.12.0-1']), null);
});

test('the upstream version is without epoch and revision', t => {
  t.is(upstreamVersion('2:3.11.2-6+deb12u9'), '3.11.2');
  t.is(upstreamVersion('3.11.2'), '3.11.2');
});
