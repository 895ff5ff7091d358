import * as v from 'valibot';
import {LayoutRequestSchema} from '../debugging/layout/request.ts';
import {makeLayouts} from '../system/debugging/layout/make-layouts.ts';
import {writeOutput} from '../system/standard-streams.ts';

/** What the walker calls from inside a debugger, no command of the user's: a request and its answer are JSON. */
export async function makeLayoutsWords([request = '']: readonly string[]): Promise<void> {
  const answer = await makeLayouts(v.parse(LayoutRequestSchema, JSON.parse(request)));
  await writeOutput(`${JSON.stringify(answer)}\n`);
}
