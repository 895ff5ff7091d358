import {UserError} from '../../errors.ts';

/** Forms that a report can have; a file's name tells by its end. */
export type ReportForm = 'text' | 'json' | 'html';

/** The form that a file's name asks for. Throws a UserError for a name that tells none. */
export function formOf(file: string): ReportForm {
  const end = /\.(html?|json|txt|log)$/i.exec(file)?.[1]?.toLowerCase();
  if (end === undefined) {
    throw new UserError({
      what: 'tells no form of a report',
      where: file,
      advice: 'name a file that ends in .html, .json or .txt',
    });
  }
  return end.startsWith('htm') ? 'html' : end === 'json' ? 'json' : 'text';
}
