import test from 'ava';
import {mappedPaths} from '../../src/symbols/process-maps.ts';

/** Lines as proc(5) and the kernel's own documentation (filesystems/proc.rst) show them. */
const MAPS = `00400000-00452000 r-xp 00000000 08:02 173521      /usr/bin/dbus-daemon
00651000-00652000 r--p 00051000 08:02 173521      /usr/bin/dbus-daemon
00e03000-00e24000 rw-p 00000000 00:00 0           [heap]
35b1800000-35b1820000 r--p 00002000 08:02 135522  /usr/lib64/my lib.so
35b1a1f000-35b1a20000 r-xp 00000000 08:02 135522  /usr/lib64/my lib.so
7f2c10000000-7f2c10001000 r-xp 00000000 08:02 99  /opt/spam.so (deleted)
7f2c20000000-7f2c20001000 r-xp 00000000 08:02 98  /opt/spam.so
7f2c30000000-7f2c30001000 r--p 00000000 08:02 97  /opt/a\\012b.so
f2c6ff8c000-7f2c7078c000 rw-p 00000000 00:00 0    [stack:986]
7fffb2d48000-7fffb2d49000 r-xp 00000000 00:00 0   [vdso]
7fffb2d50000-7fffb2d51000 rw-s 00000000 00:05 0   /dev/zero (deleted)
`;

test('each file is named once, with the place of its beginning', t => {
  const files = mappedPaths(MAPS);
  t.deepEqual(
    files.map(({path, isDeleted}) => ({path, isDeleted})),
    [
      {path: '/usr/bin/dbus-daemon', isDeleted: false},
      {path: '/usr/lib64/my lib.so', isDeleted: false},
      {path: '/opt/spam.so', isDeleted: true},
      {path: '/opt/spam.so', isDeleted: false},
      {path: '/opt/a\nb.so', isDeleted: false},
    ],
  );
  t.like(files[1], {range: '35b1a1f000-35b1a20000', start: 0x35b1a1f000n, isExecutable: true});
  t.like(files[4], {isExecutable: false});
});

test('an empty text, and lines of another form, name nothing', t => {
  t.deepEqual(mappedPaths(''), []);
  t.deepEqual(mappedPaths('no such\n00400000 /usr/bin/x\n'), []);
});
