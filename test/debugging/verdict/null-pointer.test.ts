import test from 'ava';
import {nullPointerIn, strayPointerIn} from '../../../src/debugging/verdict/null-pointer.ts';
import {cFrame} from '../documents.ts';

const pointer = (name: string, value: string, type = 'node_t *') => ({name, type, value});
const frame = cFrame({
  locals: [pointer('p', '0x0'), pointer('q', '0x7f0000001000')],
  arguments: [
    {
      name: 'n',
      type: 'node_t *',
      value: '0x7ffd00000000',
      parts: [
        {
          name: '*',
          type: 'node_t',
          value: '{...}',
          parts: [pointer('next', '0x0'), {name: 'id', type: 'int', value: '0'}],
        },
      ],
    },
  ],
});

const NULLS: readonly (readonly [line: string, expected: string | null])[] = [
  ['total += p[i];', 'p'],
  ['return p->id;', 'p'],
  ['return n -> next->id;', 'n->next'],
  ['n->next->id = q->id;', 'n->next'],
  // Neither of these names it.
  ['return sp->id + p2->id;', null],
  ['return node.p + node->p;', null],
  ['puts("p"); // p', null],
  ['x = 1 /* p */;', null],
  // Two may have been it.
  ['return p->id + n->next->id;', null],
  // None that is NULL.
  ['return q->id;', null],
  // A number that is 0 is no pointer.
  ['return n->id;', null],
];

for (const [line, expected] of NULLS) {
  test(`a null pointer in \`${line}\`: ${expected ?? 'none is told'}`, t => {
    t.is(nullPointerIn(frame, line, '0x8'), expected);
  });
}

test('no null pointer is told of an access far from 0, or without the line', t => {
  t.is(nullPointerIn(frame, 'return p->id;', '0x7f0000000000'), null);
  t.is(nullPointerIn(frame, null, '0x0'), null);
  t.is(nullPointerIn(frame, 'return p->id;', null), null);
});

test('a member function on no object is told by this, which the line does not name', t => {
  const method = cFrame({arguments: [pointer('this', '0x0', 'Node * const')]});
  t.is(nullPointerIn(method, 'return weight;', '0x10'), 'this');
  t.is(nullPointerIn(cFrame(), 'return weight;', '0x10'), null);
});

test('a pointer that the compiler left out is no NULL; what it would point to may be', t => {
  const node = {name: '*', type: 'node_t', value: '{next = 0x0}', parts: [pointer('next', '0x0')]};
  const left = {name: 'n', type: 'node_t *', value: null, missing: 'optimized out', parts: [node]};
  t.is(nullPointerIn(cFrame({arguments: [left]}), 'return n->next->id;', '0x0'), 'n->next');
  t.is(nullPointerIn(cFrame({arguments: [left]}), 'return n->id;', '0x0'), null);
});

test('a pointer to memory that is gone is told where the access was at it or shortly behind', t => {
  t.deepEqual(strayPointerIn(frame, 'return q->id;', '0x7f0000001018'), {
    expression: 'q',
    value: '0x7f0000001000',
  });
  t.is(strayPointerIn(frame, 'return q->id;', '0x7f0000000ff8'), null);
  t.is(strayPointerIn(frame, 'return q->id;', '0x7f0000002000'), null);
  t.is(strayPointerIn(frame, 'return x;', '0x7f0000001018'), null);
});
