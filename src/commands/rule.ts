import {Command} from '@oclif/core/command';
import {string} from '../calls/args.ts';
import {requireRule} from '../project/check-settings.ts';
import {renderRuleList, renderRulePage} from '../report/rule-page.ts';
import {ruleTable} from '../rules/rule-table.ts';
import {rulePage} from '../system/rule-pages.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {terminalOf} from '../system/terminal.ts';

/** `pyxdbg rule`: what a rule means, and how to cure what it finds. */
export default class RuleCommand extends Command {
  static override summary =
    'What a rule means, why it matters and how to cure it; without a name, all rules.';
  static override args = {name: string({description: 'a rule, as check-abi names it', required: false})};
  static override examples = ['<%= config.bin %> rule', '<%= config.bin %> rule crt-mismatch'];

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {args} = await this.parse(RuleCommand);
    const {color} = terminalOf('auto');
    if (args.name === undefined) {
      await writeOutput(renderRuleList(ruleTable, color));
      return;
    }
    requireRule(args.name);
    await writeOutput(renderRulePage(rulePage(args.name) ?? '', color));
  }
}
