import {corePlace} from '../run/core-pattern.ts';

/** What decides on a Linux system whether a crash leaves a core file. */
export interface CoreFacts {
  /** `/proc/sys/kernel/core_pattern`; null where it cannot be read. */
  readonly pattern: string | null;
  readonly usesPid: boolean;
  /** RLIMIT_CORE of the shell that starts programs, as `/proc/self/limits` has it: bytes or `unlimited`. */
  readonly softLimit: string;
  readonly hardLimit: string;
}

/** What there is, and what to do. */
export interface CoreState {
  /** Sentences on how things are. */
  readonly found: readonly string[];
  /** What to type, and what for, in this order. */
  readonly commands: readonly {readonly command: string; readonly purpose: string}[];
  /** A crash leaves something that `pyxdbg core` can be given. */
  readonly isReady: boolean;
}

const COUNTED = 'core.%p';
const SETTING = `sysctl -w kernel.core_pattern=${COUNTED}`;

/** What core(5) says of these settings, for a crash of a program that a shell starts. */
export function linuxCores(facts: CoreFacts): CoreState {
  const {pattern} = facts;
  if (pattern === null) {
    return {found: ['kernel.core_pattern cannot be read'], commands: [], isReady: false};
  }
  return pattern.startsWith('|') ? taken(pattern) : written(pattern, facts);
}

/** A program gets each core; the limit does not count then (core(5), "Piping core dumps to a program"). */
function taken(pattern: string): CoreState {
  const program = pattern.slice(1).trim().split(/\s/)[0] ?? '';
  const found = [`kernel.core_pattern gives cores to ${program}, whatever \`ulimit -c\` says`];
  if (/systemd-coredump$/.test(program)) {
    return {
      found: [...found, 'systemd-coredump keeps them, compressed, in /var/lib/systemd/coredump'],
      commands: [
        {command: 'coredumpctl list', purpose: 'the crashes, with the numbers of their processes'},
        {command: 'coredumpctl dump PID -o core.PID', purpose: 'the core of one of them as a file'},
        {command: 'pyxdbg core core.PID', purpose: 'what it shows'},
      ],
      isReady: true,
    };
  }
  if (/apport$/.test(program)) {
    return {
      found: [
        ...found,
        'apport writes a report to /var/crash for programs of packages; for others it keeps the core in /var/lib/apport/coredump where `ulimit -c` allows one',
      ],
      commands: [
        {
          command: 'ulimit -c unlimited',
          purpose: 'in the shell that starts the program: apport keeps its core',
        },
        {
          command: 'apport-unpack /var/crash/NAME.crash FOLDER',
          purpose: 'the core of a report is FOLDER/CoreDump',
        },
        {command: 'pyxdbg core FOLDER/CoreDump', purpose: 'what it shows'},
        {
          command: `sudo ${SETTING}`,
          purpose: 'files in the folder of the program instead, until the next start',
        },
      ],
      isReady: true,
    };
  }
  return {
    found: [...found, 'what that program does with them is not known'],
    commands: [
      {
        command: `sudo ${SETTING}`,
        purpose: 'files in the folder of the program instead, until the next start',
      },
      {command: `sudo sysctl -w kernel.core_pattern=${quoted(pattern)}`, purpose: 'back to what it is now'},
    ],
    isReady: false,
  };
}

function written(pattern: string, facts: CoreFacts): CoreState {
  const place = corePlace(pattern, facts.usesPid);
  if (pattern === '' && !facts.usesPid) {
    return {
      found: ['kernel.core_pattern is empty: no core is written'],
      commands: [{command: `sudo ${SETTING}`, purpose: 'until the next start of the system'}],
      isReady: false,
    };
  }
  const where =
    pattern === '' || place?.folder === null
      ? 'the folder that the program is in'
      : (place?.folder ?? 'a folder that depends on the process');
  const isOneName = place !== null && place.onlyName !== null;
  const isCut = facts.softLimit !== 'unlimited';
  const isOff = facts.softLimit === '0';
  const found = [
    `kernel.core_pattern is ${pattern === '' ? 'empty' : pattern}: cores are files in ${where}`,
    ...(isOneName ? ['all cores have one name there: the next takes the place of the last'] : []),
    isOff
      ? '`ulimit -c` is 0: none is written'
      : isCut
        ? `\`ulimit -c\` allows ${facts.softLimit} bytes: what is larger is cut`
        : '`ulimit -c` allows any size',
  ];
  const isForbidden = facts.hardLimit === '0';
  return {
    found: [...found, ...(isForbidden ? ['the hard limit is 0, too: this user cannot raise it'] : [])],
    commands: [
      ...(isForbidden
        ? [
            {
              command: "echo '* hard core unlimited' | sudo tee /etc/security/limits.d/core.conf",
              purpose: 'then log in again; in a container start it with --ulimit core=-1',
            },
          ]
        : []),
      ...(isCut
        ? [
            {
              command: 'ulimit -c unlimited',
              purpose: 'in the shell that starts the program (ulimit -S -c 0 takes it back)',
            },
          ]
        : []),
      ...(isOneName ? [{command: `sudo ${SETTING}`, purpose: 'a name of its own for each core'}] : []),
      {command: 'pyxdbg core CORE', purpose: 'what a core shows'},
    ],
    isReady: !isOff,
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The state as text. */
export function linuxCoresText({found, commands}: CoreState): string {
  const width = Math.max(0, ...commands.map(({command}) => command.length));
  return [
    ...found.map(sentence => `${sentence}`),
    ...(commands.length === 0 ? [] : ['']),
    ...commands.map(({command, purpose}) => `  ${command.padEnd(width)}  ${purpose}`),
    '',
    '`pyxdbg run --core` needs none of this where gdb is there: gdb writes the core while the program waits.',
    'Nothing was changed.',
    '',
  ].join('\n');
}
