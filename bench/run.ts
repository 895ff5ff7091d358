/**
 * What `pyxdbg run` adds to programs that do not crash, beside the same without it, in turns.
 * Usage: node bench/run.ts PYTHON [ROUNDS].
 */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {measure} from './measure.ts';
import {pyxdbg} from './peers.ts';
import {printMachine, printTable} from './table.ts';

const PROGRAMS = {
  'a program that ends at once': 'pass\n',
  'twenty imports':
    'import argparse, asyncio, collections, csv, ctypes, datetime, decimal, email, fractions, http.client\nimport json, logging, random, re, sqlite3, statistics, subprocess, tempfile, unittest, xml.dom.minidom\n',
  'a loop in Python': 'total = 0\nfor i in range(30_000_000):\n    total += i & 3\n',
  'threads that take the GIL in turns':
    'import threading\ndef work():\n    total = 0\n    for i in range(6_000_000):\n        total += i & 3\nall = [threading.Thread(target=work) for _ in range(4)]\n[one.start() for one in all]\n[one.join() for one in all]\n',
};

const [python = 'python3', rounds = '7'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-bench-'));
try {
  printMachine();
  for (const [title, text] of Object.entries(PROGRAMS)) {
    const program = join(folder, 'app.py');
    writeFileSync(program, text);
    const costs = measure(
      [
        {name: 'alone', command: [python, program]},
        {name: 'pyxdbg run', command: [...pyxdbg, 'run', '--python', python, program]},
      ],
      Number(rounds),
    );
    printTable({title, costs, base: 'alone'});
  }
} finally {
  rmSync(folder, {recursive: true, force: true});
}
