import {join} from 'node:path';
import type {Severity} from '../../src/rules/finding.ts';
import {distribution, type Files, writeTree, writeWheel} from './wheel.ts';

/** Paths to what makes their contents: nothing is built before its test runs. */
export type Contents = Readonly<Record<string, () => Promise<Uint8Array>>>;

/** Writes an artefact below the given folder and returns its path. */
export type Build = (folder: string) => Promise<string>;

/** One defect put on purpose into an artefact, and the same artefact without it. */
export interface SeededDefect {
  readonly rule: string;
  readonly severity: Severity;
  /** What was done wrong, as a clause. */
  readonly seeded: string;
  /** The binary that must get the finding: its path in the artefact, or the file's own name. */
  readonly member: string;
  readonly build: Build;
  readonly cure: Build;
  /** Options of check-abi without which nobody looks. */
  readonly options?: readonly string[];
}

/** A wheel of the project `seeded` with these files; contents are built when the wheel is. */
export const wheel =
  (tag: string, files: Contents): Build =>
  async folder =>
    writeWheel(folder, 'seeded', tag, await contents(files));

/** A file outside any container. */
export const bareFile =
  (name: string, bytes: () => Promise<Uint8Array>): Build =>
  async folder => {
    await writeTree(folder, {[name]: await bytes()});
    return join(folder, name);
  };

/** A site-packages folder with the given distributions (name to tag and files). */
export const environment =
  (sitePackages: string, distributions: Readonly<Record<string, {tag: string; files: Contents}>>): Build =>
  async folder => {
    for (const [name, {tag, files}] of Object.entries(distributions)) {
      await writeTree(join(folder, sitePackages), distribution(name, tag, await contents(files)));
    }
    return join(folder, sitePackages);
  };

const contents = async (files: Contents): Promise<Files> => {
  const result: Record<string, Uint8Array> = {};
  for (const [path, bytes] of Object.entries(files)) {
    result[path] = await bytes();
  }
  return result;
};
