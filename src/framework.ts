/** oclif's own way of running a command line, in a module of its own so that it loads only where it is needed. */
export {run} from '@oclif/core/run';
