import {dirname} from 'node:path';
import {UserError} from '../errors.ts';
import type {OutputFormat} from '../report/render.ts';
import type {Severity} from '../rules/finding.ts';
import type {PerFileIgnores} from '../rules/per-file-ignores.ts';
import {ruleTable} from '../rules/rule-table.ts';
import {nearestName} from './nearest-name.ts';

/** What the command line says; what it does not say is undefined. */
export interface CheckFlags {
  readonly python?: string | undefined;
  readonly against?: string | undefined;
  readonly select?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly baseline?: string | undefined;
  readonly failOn?: Severity | undefined;
  readonly withSystem?: boolean | undefined;
  readonly outputFormat?: OutputFormat | undefined;
}

/** The same from the configuration, and what only that has. */
export interface CheckConfig extends CheckFlags {
  /** Absolute. */
  readonly file?: string;
  readonly perFileIgnores: PerFileIgnores;
}

/** Both together, with the defaults. */
export interface CheckSettings {
  readonly python: string | null;
  readonly against: string | null;
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  readonly baseline: string | null;
  readonly failOn: Severity;
  readonly withSystem: boolean;
  readonly outputFormat: OutputFormat;
  readonly perFileIgnores: PerFileIgnores;
  /** The folder that its globs start from, absolute; null where there is no configuration. */
  readonly configFolder: string | null;
}

/** The command line wins over the configuration. Throws a UserError for a rule that does not exist. */
export function checkSettings(flags: CheckFlags, config: CheckConfig | null): CheckSettings {
  for (const name of flags.select ?? []) requireRule(name, '--select');
  for (const name of flags.ignore ?? []) requireRule(name, '--ignore');
  return {
    python: flags.python ?? config?.python ?? null,
    against: flags.against ?? config?.against ?? null,
    select: flags.select ?? config?.select ?? [],
    // A rule that the command line asks for is not ignored by the configuration.
    ignore: flags.ignore ?? (config?.ignore ?? []).filter(name => !flags.select?.includes(name)),
    baseline: flags.baseline ?? config?.baseline ?? null,
    failOn: flags.failOn ?? config?.failOn ?? 'error',
    withSystem: flags.withSystem ?? config?.withSystem ?? false,
    outputFormat: flags.outputFormat ?? config?.outputFormat ?? 'text',
    perFileIgnores: config?.perFileIgnores ?? {},
    configFolder: config?.file === undefined ? null : dirname(config.file),
  };
}

/** Throws a UserError that suggests the nearest name for a rule that does not exist. */
export function requireRule(name: string, where?: string): void {
  const names = ruleTable.map(rule => rule.name);
  if (names.includes(name)) return;
  const nearest = nearestName(name, names);
  throw new UserError({
    what: `there is no rule \`${name}\``,
    ...(where === undefined ? {} : {where}),
    advice: nearest ? `did you mean \`${nearest}\`?` : 'pyxdbg rule lists them all',
  });
}
