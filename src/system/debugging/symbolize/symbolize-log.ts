import {annotation, withAnnotation} from '../../../debugging/symbolize/annotate.ts';
import {EventLog} from '../../../debugging/symbolize/event-log.ts';
import type {FrameReference} from '../../../debugging/symbolize/frame-reference.ts';
import {frameReference} from '../../../debugging/symbolize/frame-reference.ts';
import {lineBlocks} from '../../../debugging/symbolize/lines.ts';
import type {LocatedCode} from '../../../debugging/symbolize/located.ts';
import {StackBases} from '../../../debugging/symbolize/same-build.ts';
import {besidePdb} from './beside-pdb.ts';
import {type ModulePlaces, moduleFinder} from './find-module.ts';
import {type KnownModule, knownModule} from './known-module.ts';
import {symbolizeAddresses} from './symbolize-addresses.ts';

/** A frame of a log that was understood. */
export interface SymbolizedFrame {
  /** Its line in the log, from 1. */
  readonly line: number;
  /** As the log names it. */
  readonly module: string;
  readonly path: string | null;
  readonly places: LocatedCode;
  /** Why nothing is known of it. */
  readonly problem: string | null;
}

/** A line of the log as it goes on, and the frame that it is. */
export interface SymbolizedLine {
  readonly bytes: Buffer;
  readonly frame: SymbolizedFrame | null;
}

const BLOCK_LINES = 20_000;
const MAX_LINE_BYTES = 1 << 20;

interface Pending {
  readonly line: number;
  readonly reference: FrameReference;
  readonly path: string | null;
  module: KnownModule | null;
  address: number | null;
  problem: string | null;
  places: LocatedCode;
}

/** The lines of a log, with what is known of the frames in it; all other bytes are as they were. */
export async function* symbolizeLog(
  log: AsyncIterable<Uint8Array>,
  places: ModulePlaces,
): AsyncGenerator<SymbolizedLine> {
  const find = moduleFinder(places);
  const modules = new Map<string, KnownModule | null>();
  const events = new EventLog();
  const judge = new BuildJudge();
  let first = 1;
  let last: Pending | undefined;
  for await (const block of lineBlocks(log, BLOCK_LINES, MAX_LINE_BYTES)) {
    const pending: Pending[] = [];
    for (const [at, bytes] of block.entries()) {
      const text = bytes.toString('utf8');
      const reference = events.next(text) ?? frameReference(text.replace(/[\r\n]+$/, ''));
      if (reference) {
        pending.push({
          line: first + at,
          reference,
          path: find(reference.module),
          module: null,
          address: null,
          problem: null,
          places: [],
        });
      }
    }
    for (const one of pending) await resolveModule(one, modules);
    judge.refuseOtherBuilds(pending, last);
    resolveAddresses(pending, last);
    await locate(pending);
    const byLine = new Map(pending.map(one => [one.line, one]));
    for (const [at, bytes] of block.entries()) {
      const one = byLine.get(first + at);
      yield {
        bytes: withAnnotation(bytes, one ? annotation(one.places) : ''),
        frame: one ? frameOf(one) : null,
      };
    }
    first += block.length;
    last = pending.at(-1) ?? last;
  }
}

async function resolveModule(one: Pending, modules: Map<string, KnownModule | null>): Promise<void> {
  const {path, reference} = one;
  if (path === null) {
    one.problem = 'is not on this machine';
    return;
  }
  if (!modules.has(path)) modules.set(path, await knownModule(path));
  const module = modules.get(path) ?? null;
  if (module === null) one.problem = 'is no binary';
  else if (reference.buildId !== null && reference.buildId !== module.buildId)
    one.problem = `is of another build (${module.buildId ?? 'without a build-id'})`;
  else one.module = module;
}

/** A log that has been moved to another machine speaks of files that have the same names there. */
class BuildJudge {
  readonly #bases = new StackBases<KnownModule>();
  readonly #others = new Set<KnownModule>();

  /** `last` is the frame before them. */
  refuseOtherBuilds(pending: readonly Pending[], last: Pending | undefined): void {
    for (const [index, {line, module, reference}] of pending.entries()) {
      if (!isNext(line, pending[index - 1] ?? last)) this.#bases.nextStack();
      if (module && !this.#bases.agrees(module, {reference, address: module.addressOf(reference)}))
        this.#others.add(module);
    }
    for (const one of pending) {
      if (one.module === null || !this.#others.has(one.module)) continue;
      one.module = null;
      one.problem = 'is of another build than the one of the log';
    }
  }
}

/** Whether a frame stands right behind another: both are of one stack. */
function isNext(line: number, before: Pending | undefined): before is Pending {
  return before?.line === line - 1;
}

/** The frames whose module is known, by it. */
function byModule(pending: readonly Pending[]): ReadonlyMap<KnownModule, readonly Pending[]> {
  const found = new Map<KnownModule, Pending[]>();
  for (const one of pending) {
    if (one.module === null) continue;
    const frames = found.get(one.module);
    if (frames) frames.push(one);
    else found.set(one.module, [one]);
  }
  return found;
}

/** A caller's frame holds the address behind its call: the call itself is one byte before. */
function resolveAddresses(pending: readonly Pending[], last: Pending | undefined): void {
  for (const [index, one] of pending.entries()) {
    const {module, reference} = one;
    if (module === null) continue;
    const address = module.addressOf(reference);
    if (address === null) {
      one.problem = 'has no code at that offset';
      continue;
    }
    const before = pending[index - 1] ?? last;
    const follows = isNext(one.line, before);
    const isInterrupted = follows && isSignalReturn(before);
    // Of other stacks the first frame is where the program is, and the next are those that called it.
    const isReturn = reference.isReturnAddress ?? follows;
    one.address = isReturn && !isInterrupted ? address - 1 : address;
  }
}

function isSignalReturn({module, reference}: Pending): boolean {
  const address = module?.addressOf(reference) ?? null;
  return module !== null && address !== null && module.isSignalReturn(address);
}

async function locate(pending: readonly Pending[]): Promise<void> {
  for (const [module, frames] of byModule(pending.filter(({address}) => address !== null))) {
    const isPdb = module.format === 'pe' ? module.debugFile : null;
    const found = await besidePdb(module.path, isPdb, path =>
      symbolizeAddresses({
        module: path,
        format: module.format,
        debugFile: module.format === 'pe' ? null : module.debugFile,
        addresses: frames.map(({address}) => address ?? 0),
      }),
    );
    for (const [at, one] of frames.entries()) {
      one.places = found[at] ?? [];
      if (one.places.length === 0) one.problem = 'has no symbols for it';
    }
  }
}

function frameOf({line, reference, path, places, problem}: Pending): SymbolizedFrame {
  return {line, module: reference.module, path, places, problem};
}
