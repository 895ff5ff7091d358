/**
 * The fields of `struct _Py_DebugOffsets` in a header, in their order: `version`, `runtime_state.size`, ... Empty for a
 * header that does not define it (Include/internal/pycore_debug_offsets.h does, pycore_runtime.h in 3.13).
 */
export function debugOffsetsFields(header: string): readonly string[] {
  const [, body = ''] =
    /typedef struct _Py_DebugOffsets \{([\s\S]*?)\n\} _Py_DebugOffsets;/.exec(header) ?? [];
  const fields: string[] = [];
  let pending: string[] = [];
  let isInside = false;
  for (const line of body.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '').split('\n')) {
    const field = /^\s*uint64_t (\w+);/.exec(line)?.[1];
    const end = /^\s*\} (\w+);/.exec(line)?.[1];
    if (/^\s*struct \w+\s*\{/.test(line)) isInside = true;
    else if (end !== undefined) {
      fields.push(...pending.map(name => `${end}.${name}`));
      pending = [];
      isInside = false;
    } else if (field !== undefined) (isInside ? pending : fields).push(field);
  }
  return fields;
}
