import {readdir, realpath} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {checkAbi} from '../e2e/check-abi.ts';
import {findInterpreters, type Interpreter, nameOf} from './linux/interpreters.ts';

const opener = fileURLToPath(new URL('linux/stdlib.py', import.meta.url));
const interpreters =
  process.platform === 'linux' ? findInterpreters().filter(({version}) => version !== '2.7') : [];

/** The rules whose errors say that the dynamic loader will not find a name. */
const nameRules = new Set(['undefined-symbol', 'pydebug', 'free-threaded']);

if (interpreters.length < 2) {
  test.skip('the loader and check-abi refuse the same standard modules (needs two Pythons)', () => {});
}

const modulesOf = async (owner: Interpreter): Promise<readonly string[]> => {
  const folder = await realpath(owner.modules);
  const files = await readdir(folder);
  return files
    .filter(file => file.endsWith(owner.suffix))
    .map(file => join(folder, file))
    .sort();
};

// Up to 3.7 a shared build links its modules to libpython: in another Python they bring an interpreter along, and the
// loader refuses nothing (linux-interpreters.test.ts).
const foreign = interpreters.filter(({version}) => !['3.6', '3.7'].includes(version));

for (const host of interpreters) {
  // Its own modules and those of the next interpreter in the list: names come and go between versions.
  const next = foreign[(foreign.indexOf(host) + 1) % foreign.length] ?? host;
  for (const owner of new Set([host, next])) {
    test.serial(
      `${nameOf(host)} and check-abi refuse the same standard modules of ${nameOf(owner)}`,
      async t => {
        const modules = await modulesOf(owner);
        t.true(modules.length > 20);
        const {stdout} = await execa(host.executable, [opener, ...modules], {timeout: 60_000});
        // stdlib.py prints one object: path to message.
        const messages = JSON.parse(stdout) as Record<string, string>;
        const refused = Object.keys(messages)
          .filter(path => messages[path]?.includes('undefined symbol'))
          .sort();

        const {artefacts} = await checkAbi('--with-system', '--python', host.executable, ...modules);
        const named = artefacts
          .filter(({binaries}) =>
            binaries.some(({findings}) =>
              findings.some(({rule, severity}) => severity === 'error' && nameRules.has(rule)),
            ),
          )
          .map(({path}) => path)
          .sort();
        t.log(`${modules.length} modules, ${refused.length} refused`);
        t.deepEqual(named, refused);
      },
    );
  }
}
