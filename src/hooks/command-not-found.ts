import type {Hook} from '@oclif/core/hooks';
import {UserError} from '../errors.ts';
import {nearestName} from '../project/nearest-name.ts';

/** Says what was meant, in place of oclif's `command chek-abi not found`. */
const hook: Hook.CommandNotFound = async ({id, config}) => {
  // oclif takes the words behind an unknown command for parts of its name.
  const [command = ''] = id.split(':');
  const nearest = nearestName(command, config.commandIDs);
  throw new UserError({
    what: command.startsWith('-')
      ? `there is no option \`${command}\``
      : `there is no command \`${command}\``,
    advice: nearest ? `did you mean \`pyxdbg ${nearest}\`?` : 'pyxdbg --help lists them',
  });
};

export default hook;
