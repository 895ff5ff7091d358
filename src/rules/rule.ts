import type {Finding} from './finding.ts';
import type {RuleContext, Subject} from './subject.ts';

/** A finding before its rule's name is put to it. */
export type Draft = Omit<Finding, 'rule' | 'suppressed'>;

/** One thing that must hold between a binary and the Python it is for. */
export interface Rule {
  /** Stable: users put it in baselines, configurations and CI. */
  readonly name: string;
  /** What it says, as a sentence without final period. */
  readonly title: string;
  readonly formats: readonly ('pe' | 'elf' | 'macho')[];
  /** Rules whose findings on the same binary have the same cause, and are left out where this one fires. */
  readonly silences?: readonly string[];
  check(subject: Subject, context: RuleContext): readonly Draft[];
}
