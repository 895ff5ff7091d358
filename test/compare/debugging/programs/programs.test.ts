import test from 'ava';
import {PROGRAMS} from './programs.ts';
import {linesOf} from './sources.ts';

for (const {name, main, other = []} of PROGRAMS) {
  test(`the lines of the program ${name} are marked in its sources`, t => {
    for (const frame of [...main, ...other]) t.is(linesOf(frame).length, frame.at.length);
  });
}
