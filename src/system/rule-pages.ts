import {readFileSync} from 'node:fs';
import {packageFolder} from './package-folder.ts';

/** The page of a rule as Markdown; null for a rule without one. */
export function rulePage(rule: string): string | null {
  if (!/^[a-z0-9-]+$/.test(rule)) return null;
  try {
    return readFileSync(new URL(`docs/rules/${rule}.md`, packageFolder()), 'utf8');
  } catch {
    return null;
  }
}

/** The first paragraph under "What it means", on one line; null without a page. */
export function ruleSummary(rule: string): string | null {
  const meaning = rulePage(rule)
    ?.split(/^## What it means\s*$/m)[1]
    ?.trim();
  return meaning?.split(/\n\s*\n/)[0]?.replaceAll(/\s*\n\s*/g, ' ') ?? null;
}
