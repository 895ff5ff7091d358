import type {Hook} from '@oclif/core/hooks';
import {UserError} from '../errors.ts';
import {nearestName} from '../project/nearest-name.ts';

/** Says what was meant, in place of oclif's `command chek-abi not found`. */
const hook: Hook.CommandNotFound = async ({id, config}) => {
  // oclif takes the words behind an unknown command for parts of its name; of a topic the second one counts.
  const [first = '', second] = id.split(':');
  const isTopic = config.topics.some(({name}) => name === first);
  const command = isTopic && second !== undefined ? `${first} ${second}` : first;
  const known = config.commandIDs.map(name => name.replaceAll(':', ' '));
  const nearest = nearestName(command, known);
  throw new UserError({
    what: command.startsWith('-')
      ? `there is no option \`${command}\``
      : `there is no command \`${command}\``,
    advice: nearest ? `did you mean \`pyxdbg ${nearest}\`?` : 'pyxdbg --help lists them',
  });
};

export default hook;
