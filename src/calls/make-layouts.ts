import * as v from 'valibot';
import {LayoutRequestSchema} from '../debugging/layout/request.ts';
import {makeLayouts} from '../system/debugging/layout/make-layouts.ts';
import {writeOutput} from '../system/standard-streams.ts';

const Request = v.pipe(v.string(), v.parseJson(), LayoutRequestSchema);

/**
 * What the walker calls from inside a debugger, no command of the user's: a request and its answer are JSON. False where it
 * is no such request.
 */
export async function makeLayoutsWords([word, ...others]: readonly string[]): Promise<boolean> {
  const request = v.safeParse(Request, word);
  if (!request.success || others.length > 0) return false;
  const answer = await makeLayouts(request.output);
  await writeOutput(`${JSON.stringify(answer)}\n`);
  return true;
}
