import {existsSync, readFileSync} from 'node:fs';
import {type AttachFacts, attachRefusal} from '../../debugging/preflight/attach.ts';
import {UserError} from '../../errors.ts';
import {processTree} from './run/python-processes.ts';

/** CAP_SYS_PTRACE, include/uapi/linux/capability.h. */
const SYS_PTRACE = 19n;

/** Throws a UserError, with the cure, where a debugger would be refused. Elsewhere than on Linux it has to be tried. */
export function requireAttachable(pid: number): void {
  if (process.platform !== 'linux') return;
  const refusal = attachRefusal(attachFacts(pid));
  if (refusal) throw new UserError({...refusal, where: `process ${pid}`});
}

/** What /proc tells of a process and of ourselves. */
export function attachFacts(pid: number): AttachFacts {
  const status = fieldsOf(`/proc/${pid}/status`);
  return {
    pid,
    target:
      status === null
        ? null
        : {
            isZombie: /^[ZX]/.test(status.get('State') ?? ''),
            process: Number(status.get('Tgid') ?? pid),
            tracer: Number(status.get('TracerPid') ?? 0),
            user: Number((status.get('Uid') ?? '0').split('\t')[0]),
            isDescendant: processTree(process.pid).includes(pid),
          },
    ownPid: process.pid,
    ownUser: process.getuid?.() ?? 0,
    ...rightsOfOurs(),
  };
}

/** The part that holds for any process. */
export function rightsOfOurs(): Pick<AttachFacts, 'mayTrace' | 'yama' | 'isFiltered' | 'container'> {
  const own = fieldsOf('/proc/self/status');
  const capabilities = BigInt(`0x${own?.get('CapEff') ?? '0'}`);
  const yama = textOf('/proc/sys/kernel/yama/ptrace_scope');
  return {
    mayTrace: ((capabilities >> SYS_PTRACE) & 1n) === 1n,
    yama: yama === null ? null : Number(yama),
    isFiltered: own?.get('Seccomp') === '2',
    container: containerKind(),
  };
}

function containerKind(): AttachFacts['container'] {
  if (existsSync('/.dockerenv')) return 'docker';
  if (existsSync('/run/.containerenv')) return 'podman';
  return process.env['KUBERNETES_SERVICE_HOST'] === undefined ? null : 'other';
}

/** proc(5): `Name:\tvalue` lines. */
function fieldsOf(path: string): ReadonlyMap<string, string> | null {
  const text = textOf(path);
  if (text === null) return null;
  return new Map(
    text.split('\n').map(line => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
  );
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
