import {closeSync, openSync, readFileSync, readlinkSync, readSync} from 'node:fs';
import {basename} from 'node:path';
import {readMappedImage} from '../../binary/mapped/mapped-image.ts';
import type {ProcessMemory} from '../../binary/mapped/process-memory.ts';
import {NOT_RUNNING} from '../../debugging/preflight/attach.ts';
import {UserError} from '../../errors.ts';
import {subjectOfImage} from '../../symbols/dumped-subject.ts';
import {type MappedPath, mappedPaths} from '../../symbols/process-maps.ts';
import {localFiles} from '../files.ts';
import type {FoundSubjects} from './found-subjects.ts';
import {identifyFile} from './local-binary.ts';

/** The binaries that are mapped into a running process of this machine. Throws a UserError where it cannot be looked at. */
export async function addProcess(
  pid: number,
  found: FoundSubjects,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  if (platform !== 'linux') {
    throw new UserError({
      what: 'the binaries of a running process can be read on Linux only',
      where: `process ${pid}`,
      advice:
        'write a dump of it (on Windows by "Create memory dump file" of the Task Manager), and name that',
    });
  }
  const files = mappedPaths(readMaps(pid));
  if (files.length === 0) {
    throw new UserError({
      what: 'has no files mapped: it has ended and waits for its parent, or is a thread of the kernel',
      where: `process ${pid}`,
      advice: 'look with: ps -o pid,stat,args -p PID',
    });
  }
  const root = rootOf(pid);
  for (const file of files) await addMapped(file, pid, root, found);
}

function readMaps(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EACCES' || code === 'EPERM') {
      throw new UserError({
        what: 'belongs to another user, or may not be looked into',
        where: `process ${pid}`,
        advice: 'run pyxdbg as that user or with sudo; in a container, start it with --cap-add=SYS_PTRACE',
        cause: error,
      });
    }
    // ESRCH: it ended between the opening and the reading.
    if (code === 'ENOENT' || code === 'ESRCH') {
      throw new UserError({...NOT_RUNNING, where: `process ${pid}`, cause: error});
    }
    throw error;
  }
}

/** Where this process finds the files of another: `` for its own view, else the root of a container. */
function rootOf(pid: number): string {
  try {
    const isOurs = readlinkSync(`/proc/${pid}/ns/mnt`) === readlinkSync('/proc/self/ns/mnt');
    return isOurs ? '' : `/proc/${pid}/root`;
  } catch {
    return '';
  }
}

async function addMapped(file: MappedPath, pid: number, root: string, found: FoundSubjects): Promise<void> {
  const {path, isDeleted} = file;
  if (!isDeleted) {
    const place = `${root}${path}`;
    const location = localFiles.realPath(place) ?? place;
    const outcome = await identifyFile(root === '' ? location : place, {
      path,
      location: root === '' ? location : place,
    });
    if (outcome && 'subject' in outcome) found.add(outcome.subject);
    else if (outcome && outcome.unreadable.reason !== 'not-a-binary') {
      found.note(`${path}: ${outcome.unreadable.detail}`);
    } else if (outcome === null && file.isExecutable) found.note(`${path}: cannot be read`);
    return;
  }
  // The kernel still has it: by the place where it is mapped for root, by the memory for who may trace the process.
  const outcome = await identifyFile(`/proc/${pid}/map_files/${file.range}`, {
    path,
    name: basename(path),
    location: null,
  });
  if (outcome && 'subject' in outcome) found.add(outcome.subject);
  else if (outcome?.unreadable.reason === 'not-a-binary') return;
  else {
    const image = readMappedImage(memoryOf(pid), file.start);
    if (image) found.add(subjectOfImage(path, image));
    else if (!file.isExecutable) return;
    else {
      found.note(
        `${path}: was deleted or replaced after the process had loaded it, and only root can still read it`,
      );
      return;
    }
  }
  found.note(
    `${path}: was deleted or replaced after the process had loaded it; what is told is that of the process`,
  );
}

/** Addresses of programs fit: what lies above 2^53 is the kernel's. */
function memoryOf(pid: number): ProcessMemory {
  return {
    read(address, length) {
      let fd: number;
      try {
        fd = openSync(`/proc/${pid}/mem`, 'r');
      } catch {
        return new Uint8Array(0);
      }
      try {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, readSync(fd, bytes, 0, length, address));
      } catch {
        // A page that is not there ends it with EIO.
        return new Uint8Array(0);
      } finally {
        closeSync(fd);
      }
    },
  };
}
