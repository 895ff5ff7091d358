import * as v from 'valibot';

const ruleNames = v.array(v.string());

/** The keys of `[tool.pyxdbg]` in pyproject.toml, and of pyxdbg.yaml. An option on the command line goes before them. */
export const configSchema = v.pipe(
  v.strictObject({
    select: v.exactOptional(v.pipe(ruleNames, v.description('Rules to check; all where left out.'))),
    ignore: v.exactOptional(v.pipe(ruleNames, v.description('Rules not to check.'))),
    'fail-on': v.exactOptional(
      v.pipe(
        v.picklist(['error', 'warning', 'note']),
        v.description('The mildest severity that gives exit status 1.'),
      ),
    ),
    python: v.exactOptional(
      v.pipe(
        v.string(),
        v.description('The Python that binaries must fit: `3.12`, `3.13t`, or the path of an interpreter.'),
      ),
    ),
    against: v.exactOptional(
      v.pipe(
        v.string(),
        v.description(
          'A python DLL, libpython or interpreter that binaries must fit, relative to this file; it is read, not run.',
        ),
      ),
    ),
    'with-system': v.exactOptional(
      v.pipe(v.boolean(), v.description('Also look for needed libraries on this machine.')),
    ),
    baseline: v.exactOptional(
      v.pipe(v.string(), v.description('File of known findings, relative to this file.')),
    ),
    'per-file-ignores': v.exactOptional(
      v.pipe(
        v.record(v.string(), ruleNames),
        v.description('Glob of paths to the rules not to check there.'),
      ),
    ),
    'output-format': v.exactOptional(v.picklist(['text', 'json', 'sarif', 'junit', 'github'])),
  }),
  v.title('pyxdbg configuration'),
);

/** A configuration as it stands in its file. */
export type ConfigValues = v.InferOutput<typeof configSchema>;
