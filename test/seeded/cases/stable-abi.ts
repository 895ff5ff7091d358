import {type SeededDefect, wheel} from '../case.ts';
import {linuxModule, pythonNames, speed, universalCrt} from '../common.ts';
import {buildPe} from '../pe.ts';

const manylinux = 'manylinux_2_17_x86_64';
const so = speed('abi3.so');
const pyd = speed('pyd');
const abi3Pyd = (names: readonly string[]) => () =>
  buildPe({hook: 'PyInit_speed', imports: {'python3.dll': [...pythonNames, ...names], ...universalCrt}});
const abi3t = 'cp315-abi3t-manylinux_2_28_x86_64';
const both = 'cp315-abi3.abi3t-manylinux_2_28_x86_64';
const soT = speed('abi3t.so');

/** Modules that promise the stable ABI. */
export const stableAbiDefects: readonly SeededDefect[] = [
  {
    rule: 'abi3-violation',
    severity: 'error',
    seeded: 'a private function of the interpreter in an abi3 module',
    member: so,
    build: wheel(`cp38-abi3-${manylinux}`, {[so]: linuxModule({undefined: ['_PyLong_AsByteArray']})}),
    cure: wheel(`cp38-abi3-${manylinux}`, {[so]: linuxModule({undefined: ['PyLong_AsLongLong']})}),
  },
  {
    rule: 'abi3-violation',
    severity: 'error',
    seeded: 'a public function outside the limited API in an abi3 module for Windows',
    member: pyd,
    build: wheel('cp39-abi3-win_amd64', {[pyd]: abi3Pyd(['PyUnicode_AsUTF8'])}),
    cure: wheel('cp39-abi3-win_amd64', {[pyd]: abi3Pyd(['PyUnicode_AsUTF8String'])}),
  },
  {
    rule: 'abi3-too-new',
    severity: 'error',
    seeded: 'PyUnicode_AsUTF8AndSize, stable since 3.10, in a wheel for 3.8 and later',
    member: so,
    build: wheel(`cp38-abi3-${manylinux}`, {[so]: linuxModule({undefined: ['PyUnicode_AsUTF8AndSize']})}),
    cure: wheel(`cp310-abi3-${manylinux}`, {[so]: linuxModule({undefined: ['PyUnicode_AsUTF8AndSize']})}),
  },
  {
    rule: 'abi3-too-new',
    severity: 'error',
    seeded: 'PyThread_acquire_lock, stable since 3.2 but in python3.dll since 3.10 only',
    member: pyd,
    build: wheel('cp38-abi3-win_amd64', {[pyd]: abi3Pyd(['PyThread_acquire_lock'])}),
    cure: wheel('cp310-abi3-win_amd64', {[pyd]: abi3Pyd(['PyThread_acquire_lock'])}),
  },
  {
    rule: 'abi3t',
    severity: 'warning',
    seeded: 'an abi3t module with nothing but a PyInit hook',
    member: soT,
    build: wheel(abi3t, {[soT]: linuxModule()}),
    cure: wheel(abi3t, {[soT]: linuxModule({hook: 'PyModExport_speed'})}),
  },
  {
    rule: 'abi3t',
    severity: 'error',
    seeded: 'an .abi3.so file in a wheel that promises free-threaded Pythons',
    member: so,
    build: wheel(both, {[so]: linuxModule({hook: 'PyModExport_speed'})}),
    cure: wheel(both, {[soT]: linuxModule({hook: 'PyModExport_speed'})}),
  },
];
