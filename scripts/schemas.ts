// Writes the JSON Schemas in schema/ from the valibot schemas that the sources use: node scripts/schemas.ts
import {mkdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {toJsonSchema} from '@valibot/to-json-schema';
import {doctorJsonSchema} from '../src/debugging/doctor/model.ts';
import {tracebackJsonSchema} from '../src/debugging/render/json.ts';
import {configSchema} from '../src/project/config-schema.ts';
import {buildJsonSchema} from '../src/report/build-json-schema.ts';
import {jsonReportSchema} from '../src/report/json-schema.ts';
import {launchConfigJsonSchema} from '../src/report/launch-config-json-schema.ts';
import {pythonBuildJsonSchema} from '../src/report/python-build-json-schema.ts';
import {symbolizeJsonSchema} from '../src/report/symbolize-json.ts';
import {symbolsJsonSchema} from '../src/report/symbols-json-schema.ts';
import {symbolsPathJsonSchema} from '../src/report/symbols-path-json-schema.ts';
import {
  pruneJsonSchema,
  publishJsonSchema,
  splitJsonSchema,
} from '../src/report/symbols-publishing-schema.ts';
import {baselineSchema} from '../src/rules/baseline-schema.ts';

const ADDRESS = 'https://github.com/pyxdbg/pyxdbg/blob/main/schema/';

const SCHEMAS = {
  'baseline.schema.json': baselineSchema,
  'build.schema.json': buildJsonSchema,
  'check-abi.schema.json': jsonReportSchema,
  'config.schema.json': configSchema,
  'doctor.schema.json': doctorJsonSchema,
  'launch-config.schema.json': launchConfigJsonSchema,
  'symbolize.schema.json': symbolizeJsonSchema,
  'symbols.schema.json': symbolsJsonSchema,
  'symbols-prune.schema.json': pruneJsonSchema,
  'symbols-publish.schema.json': publishJsonSchema,
  'symbols-split.schema.json': splitJsonSchema,
  'symbols-path.schema.json': symbolsPathJsonSchema,
  'python-build.schema.json': pythonBuildJsonSchema,
  'traceback.schema.json': tracebackJsonSchema,
};

/** File name in schema/ -> its text, for each schema. */
export function generateSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(SCHEMAS).map(([file, schema]) => {
      const {$schema, ...rest} = toJsonSchema(schema, {errorMode: 'throw'});
      return [file, `${JSON.stringify({$schema, $id: `${ADDRESS}${file}`, ...rest}, null, 2)}\n`];
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('../schema/', import.meta.url);
  mkdirSync(folder, {recursive: true});
  for (const [file, text] of generateSchemas()) writeFileSync(new URL(file, folder), text);
}
