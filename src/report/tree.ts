import {counted} from './count-text.ts';
import {shown} from './printable.ts';
import type {ArtefactReport, BinaryReport, CheckReport, Dependency} from './report.ts';
import {makeStyle, type Style} from './style.ts';
import {crtName} from './target-text.ts';

/** What stands behind a library in the tree, by the place where it is found. */
const PLACES: Readonly<Record<Dependency['place'], string>> = {
  artefact: '',
  python: 'with Python',
  system: 'system',
  redistributable: 'Visual C++ Redistributable',
  requirement: 'with a required project',
  machine: '',
  missing: 'missing',
};

/** The dependency trees of a report made with `--tree`, as text: who needs what, where it is, on which C runtime. */
export function renderTrees(report: CheckReport, {color, width}: {color: boolean; width: number}): string {
  const style = makeStyle(color);
  const blocks = report.artefacts.flatMap(artefact => artefactTrees(artefact, style, width));
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n\n`;
}

function artefactTrees({path, binaries}: ArtefactReport, style: Style, width: number): string[] {
  const roots = binaries.filter(({dependencies}) => dependencies !== undefined);
  if (roots.length === 0) return [];
  const trees = roots.map(root =>
    [`  ${rootLine(root, style)}`, ...branches(root.dependencies ?? [], '  ', style, width)].join('\n'),
  );
  return [[style('bold', shown(path)), ...trees].join('\n')];
}

function rootLine({path, crt}: BinaryReport, style: Style): string {
  return `${style('bold', shown(path))}${runtimes(crt)}`;
}

/** The system's libraries share one line at the end: they are many, and never the cause. */
function branches(needs: readonly Dependency[], indent: string, style: Style, width: number): string[] {
  const system = needs.filter(({place}) => place === 'system');
  const others = needs.filter(({place}) => place !== 'system');
  const lines = others.flatMap((need, index) => {
    const isLast = index === others.length - 1 && system.length === 0;
    return [
      `${indent}${isLast ? '└─ ' : '├─ '}${nodeText(need, style)}`,
      ...branches(need.needs, `${indent}${isLast ? '   ' : '│  '}`, style, width),
    ];
  });
  return system.length === 0 ? lines : [...lines, systemLine(system, indent, style, width)];
}

function systemLine(system: readonly Dependency[], indent: string, style: Style, width: number): string {
  const prefix = `${indent}└─ system: `;
  const names = system.map(({library}) => shown(library));
  let text = '';
  let rest = names.length;
  for (const name of names) {
    const next = text === '' ? name : `${text}, ${name}`;
    if (text !== '' && prefix.length + next.length + ' and 99 more'.length > width) break;
    text = next;
    rest -= 1;
  }
  return `${indent}└─ ${style('dim', `system: ${text}${rest > 0 ? ` and ${rest} more` : ''}`)}`;
}

function nodeText({library, place, path, crt, names}: Dependency, style: Style): string {
  const where = path === null ? PLACES[place] : shown(placeInArtefact(path, library));
  const amount = names === null ? '' : counted(names, 'name');
  const details = [where, amount].filter(text => text !== '').join(', ');
  const colored = place === 'missing' ? style('red', shown(library)) : shown(library);
  return `${colored}${details === '' ? '' : `  ${place === 'missing' ? style('red', details) : style('dim', details)}`}${runtimes(crt)}`;
}

/** The folder alone where the file has the name that was asked for. */
function placeInArtefact(path: string, library: string): string {
  if (!path.toLowerCase().endsWith(library.toLowerCase())) return path;
  const folder = path.slice(0, path.length - library.length);
  return folder === '' ? 'beside it' : `in ${folder}`;
}

function runtimes(crt: readonly string[]): string {
  return crt.length === 0 ? '' : `  [${crt.map(crtName).join(' + ')}]`;
}
