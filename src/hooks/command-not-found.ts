import type {Hook} from '@oclif/core/hooks';
import {UserError} from '../errors.ts';
import {nearestName} from '../project/nearest-name.ts';

/** Says what was meant, in place of oclif's `command chek-abi not found`. */
const hook: Hook.CommandNotFound = async ({id, config}) => {
  const nearest = nearestName(id, config.commandIDs);
  throw new UserError({
    what: `there is no command \`${id.replaceAll(':', ' ')}\``,
    advice: nearest ? `did you mean \`pyxdbg ${nearest}\`?` : 'pyxdbg --help lists them',
  });
};

export default hook;
