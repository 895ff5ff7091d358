import {insertText, startEdit} from './edits/file-edit.ts';
import {addInclude, includesLocal} from './edits/gitlab-include.ts';
import {type CiChoice, type InitInput, type InitPart, type InitWorld, NO_PART} from './init-model.ts';

const GITHUB_WORKFLOW = '.github/workflows/pyxdbg.yml';
const GITLAB_CI = '.gitlab-ci.yml';
const GITLAB_JOB = '.gitlab/pyxdbg.yml';

/** The gate in CI: a file of its own, which GitLab must be told to include. */
export function ciPart(choice: CiChoice, input: InitInput): InitPart {
  if (choice === 'none') return NO_PART;
  if (input.world.repository === 'above') {
    return {
      edits: [],
      notes: [
        `no CI gate is written: ${choice} reads it at the root of the repository, which is above this folder`,
      ],
    };
  }
  return choice === 'github'
    ? {edits: newFile(GITHUB_WORKFLOW, 'github-workflow.yml', input.world), notes: []}
    : gitlabPart(input);
}

function gitlabPart({world, edit}: InitInput): InitPart {
  const job = newFile(GITLAB_JOB, 'gitlab-job.yml', world);
  const file = edit(GITLAB_CI);
  if (includesLocal(file.after, GITLAB_JOB)) return {edits: job, notes: []};
  const edited = addInclude(file, GITLAB_JOB);
  if (edited) return {edits: [...job, edited], notes: []};
  return {
    edits: job,
    notes: [
      `${GITLAB_CI} is as it was, since its \`include\` is no plain list: add \`- local: ${GITLAB_JOB}\` to it`,
    ],
  };
}

function newFile(path: string, template: string, world: InitWorld) {
  if (world.read(path) !== null) return [];
  const text = world.template(template).replaceAll('VERSION', world.version);
  return [insertText(startEdit(path, null), 0, text)];
}
