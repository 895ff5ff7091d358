import {win32} from 'node:path';
import type {RegistryKey} from './registry.ts';

/** Microsoft, "Collecting User-Mode Dumps": a key with a program's name counts before the settings of all programs. */
const LOCAL_DUMPS = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps';
const PROGRAMS = ['python.exe', 'pythonw.exe'] as const;

/** A dump with all memory: Python's frames are in the heap. */
const FULL_DUMP = '2';
/** The oldest goes when there are more; it is Windows' own number, too. */
const DUMP_COUNT = '10';

/** Where Windows puts the dumps, as no other folder is named. */
export const DUMP_FOLDER = '%LOCALAPPDATA%\\CrashDumps';

/** What lets Windows write a dump of each Python that crashes. */
export const localDumps: readonly RegistryKey[] = PROGRAMS.map(program => ({
  key: `${LOCAL_DUMPS}\\${program}`,
  values: [
    {name: 'DumpType', type: 'REG_DWORD', data: FULL_DUMP},
    {name: 'DumpCount', type: 'REG_DWORD', data: DUMP_COUNT},
  ],
  isOurs: true,
}));

/** Microsoft, "Configuring Automatic Debugging": the debugger of the "Debug" button. */
const AE_DEBUG = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\AeDebug';

/** What lets Windows offer a debugger where any program crashes: WinDbg, cdb or Visual Studio's, by its absolute path. */
export function justInTime(debuggerPath: string): readonly RegistryKey[] {
  // Of WinDbg and cdb -g goes past the break that attaching makes.
  const goes = /^vsjitdebugger\.exe$/i.test(win32.basename(debuggerPath)) ? '' : ' -g';
  return [
    {
      key: AE_DEBUG,
      values: [
        {name: 'Debugger', type: 'REG_SZ', data: `"${debuggerPath}" -p %ld -e %ld${goes}`},
        // 0: Windows asks before it starts the debugger.
        {name: 'Auto', type: 'REG_SZ', data: '0'},
      ],
      isOurs: false,
    },
  ];
}
