/** What core(5), coredumpctl(1) and apport-unpack(1) say of these settings. */
import test from 'ava';
import {type CoreFacts, linuxCores, linuxCoresText} from '../../../src/debugging/setup/linux-cores.ts';

const facts = (changes: Partial<CoreFacts>): CoreFacts => ({
  pattern: 'core',
  usesPid: true,
  softLimit: 'unlimited',
  hardLimit: 'unlimited',
  ...changes,
});
const commandsOf = (changes: Partial<CoreFacts>): readonly string[] =>
  linuxCores(facts(changes)).commands.map(({command}) => command);

test('systemd-coredump keeps cores whatever the limit is, and coredumpctl gives them', t => {
  const pattern = '|/usr/lib/systemd/systemd-coredump %P %u %g %s %t %c %h';
  const state = linuxCores(facts({pattern, softLimit: '0', hardLimit: '0'}));
  t.true(state.isReady);
  t.true(commandsOf({pattern}).includes('coredumpctl dump PID -o core.PID'));
  t.false(commandsOf({pattern}).some(command => command.startsWith('sudo')));
});

test('apport keeps the cores of programs that are in no package where the limit allows them', t => {
  const commands = commandsOf({
    pattern: '|/usr/share/apport/apport -p%p -s%s -c%c -d%d -P%P -u%u -g%g -- %E',
  });
  t.true(commands.includes('ulimit -c unlimited'));
  t.true(commands.some(command => command.startsWith('apport-unpack ')));
});

test('of a program that nobody knows the way back is told, quoted for a shell', t => {
  const pattern = "|/opt/it's/collect %p";
  t.false(linuxCores(facts({pattern})).isReady);
  t.true(commandsOf({pattern}).includes("sudo sysctl -w kernel.core_pattern='|/opt/it'\\''s/collect %p'"));
});

test('files are ready but for a limit of 0, which the shell can raise', t => {
  t.true(linuxCores(facts({})).isReady);
  t.deepEqual(commandsOf({}), ['pyxdbg core CORE']);
  t.false(linuxCores(facts({softLimit: '0'})).isReady);
  t.is(commandsOf({softLimit: '0'})[0], 'ulimit -c unlimited');
  t.regex(commandsOf({softLimit: '0', hardLimit: '0'})[0] ?? '', /limits\.d/);
});

test('a size that cuts cores, and one name for all of them, are told', t => {
  const {found, isReady} = linuxCores(facts({softLimit: '1048576', pattern: '/tmp/core', usesPid: false}));
  t.true(isReady);
  t.true(found.some(sentence => sentence.includes('1048576 bytes')));
  t.true(found.some(sentence => sentence.includes('one name')));
});

test('an empty pattern writes none, or a dot and the number', t => {
  t.false(linuxCores(facts({pattern: '', usesPid: false})).isReady);
  t.true(linuxCores(facts({pattern: ''})).isReady);
});

test('settings that cannot be read are told as that', t => {
  const state = linuxCores(facts({pattern: null}));
  t.false(state.isReady);
  t.regex(linuxCoresText(state), /cannot be read[\s\S]*Nothing was changed\.\n$/);
});
