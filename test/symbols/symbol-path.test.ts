import test from 'ava';
import {below, parseSymbolPath, storePlace} from '../../src/symbols/symbol-path.ts';

const CACHE = '/default';
const path = (text: string) => ({at: 'path', path: text}) as const;
const url = (text: string) => ({at: 'url', url: text}) as const;
const parse = (text: string) => parseSymbolPath(text, CACHE);

// learn.microsoft.com, "Advanced SymSrv use" and "Symbol path for Windows debuggers": one case for each form there.
const CASES: readonly [string, ReturnType<typeof parse>['elements']][] = [
  ['srv*\\\\server\\share', [{kind: 'chain', stores: [path('\\\\server\\share')]}]],
  ['srv*https://s/x', [{kind: 'chain', stores: [url('https://s/x')]}]],
  ['SRV*c:\\cache*https://s/x/', [{kind: 'chain', stores: [path('c:\\cache'), url('https://s/x')]}]],
  [
    'srv*c:\\1*\\\\host\\2*https://s',
    [{kind: 'chain', stores: [path('c:\\1'), path('\\\\host\\2'), url('https://s')]}],
  ],
  ['srv**https://s', [{kind: 'chain', stores: [path(CACHE), url('https://s')]}]],
  ['symsrv*symsrv.dll*c:\\1*https://s', [{kind: 'chain', stores: [path('c:\\1'), url('https://s')]}]],
  [
    'cache*c:\\c;srv*https://s',
    [
      {kind: 'chain', stores: [path('c:\\c')]},
      {kind: 'chain', stores: [path('c:\\c'), url('https://s')]},
    ],
  ],
  ['cache*', [{kind: 'chain', stores: [path(CACHE)]}]],
  [
    'c:\\symbols; /other ',
    [
      {kind: 'folder', path: 'c:\\symbols'},
      {kind: 'folder', path: '/other'},
    ],
  ],
  ['file:///srv/symbols', [{kind: 'folder', path: '/srv/symbols'}]],
  ['https://s/symbols', [{kind: 'chain', stores: [url('https://s/symbols')]}]],
  ['', []],
  [';;', []],
];

for (const [text, elements] of CASES) {
  test(`a symbol path: ${text || 'nothing'}`, t => t.deepEqual(parse(text), {elements, problems: []}));
}

for (const text of ['srv', 'srv*ftp://s/x', 'ftp://s/x', 'what*ever', 'file://host/share']) {
  test(`left out, and said so: ${text}`, t => {
    const {elements, problems} = parse(text);
    t.deepEqual(elements, []);
    t.is(problems.length, 1);
    t.true(problems[0]?.startsWith(text));
  });
}

test('a cache of one element does not hold for those before it', t => {
  t.deepEqual(parse('srv*https://a;cache*/c').elements[0], {kind: 'chain', stores: [url('https://a')]});
});

test('a place below a URL is encoded, one below a folder is not', t => {
  t.deepEqual(below(url('https://s/x'), 'a b#c/d'), url('https://s/x/a%20b%23c/d'));
  t.deepEqual(below(path('/s/'), 'a b/d'), path('/s/a b/d'));
});

test('a file URL with a drive is a path of Windows', t => {
  t.deepEqual(storePlace('file:///c:/symbols%20here'), path('c:/symbols here'));
});
