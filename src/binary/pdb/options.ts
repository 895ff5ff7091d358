/** Who wrote a command line, and so what its options mean: Microsoft's cl, clang's `-cc1`, rustc. */
export type Dialect = 'cl' | 'clang' | 'rustc';

/** Whether code was optimised by the last option that decides it; null without one. */
export function isOptimised(options: readonly string[], dialect: Dialect): boolean | null {
  const levels = dialect === 'rustc' ? rustLevels(options) : options.map(LEVEL_OF[dialect]);
  return levels.findLast(level => level !== null) ?? null;
}

/** Whether the options ask for link-time optimisation: /GL, -flto, -C lto; the last one wins. */
export function isLinkTimeOptimised(options: readonly string[], dialect: Dialect): boolean {
  const answers = dialect === 'rustc' ? rustLto(options) : options.map(LTO_OF[dialect]);
  return answers.findLast(answer => answer !== null) ?? false;
}

type Answer = boolean | null;

const LEVEL_OF = {
  /** Letters may be joined, /Ogity; those that choose between size and speed, or inlining, optimise nothing by themselves. */
  cl: (option: string): Answer => {
    const letters = /^[-/]O(.*)$/.exec(option)?.[1]?.replaceAll(/b\d|[a-z]-/g, '') ?? '';
    const last = [...letters].findLast(letter => 'd12xg'.includes(letter));
    return last === undefined ? null : last !== 'd';
  },
  clang: (option: string): Answer => {
    const level = /^-O(\d|s|z|g|fast|)$/.exec(option)?.[1];
    return level === undefined ? null : level !== '0';
  },
};

const LTO_OF = {
  cl: (option: string): Answer => (/^[-/]GL-?$/.test(option) ? !option.endsWith('-') : null),
  clang: (option: string): Answer =>
    /^-flto(=.*)?$/.test(option) ? true : option === '-fno-lto' ? false : null,
};

/** Values of `-C name=value`, `-Cname=value` and `--codegen name=value`, in order; `-O` is `-C opt-level`. */
function codegenValues(options: readonly string[], name: string): readonly string[] {
  return options.flatMap((option, index) => {
    const isApart = /^(-C|--codegen)$/.test(options[index - 1] ?? '');
    const setting = isApart ? option : /^(?:-C|--codegen=)(.+)$/.exec(option)?.[1];
    if (setting === name) return [''];
    return setting?.startsWith(`${name}=`) ? [setting.slice(name.length + 1)] : [];
  });
}

function rustLevels(options: readonly string[]): readonly Answer[] {
  const spelled = options.flatMap(option => (option === '-O' ? ['-Copt-level=3'] : [option]));
  return codegenValues(spelled, 'opt-level').map(level => level !== '0');
}

function rustLto(options: readonly string[]): readonly Answer[] {
  return codegenValues(options, 'lto').map(value => !/^(off|no?|false|thin-local)$/.test(value));
}
