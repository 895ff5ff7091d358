/*
 * Where an interpreter's structures hold what the walker reads, in bytes. Compiled with the interpreter's own headers, it
 * tells of exactly that build. The object file is the answer (src/debugging/layout/probe-object.ts): nothing is linked, and
 * nothing runs. Each value has a line of its own, which is left out where a version of CPython no longer has the field.
 */
#define Py_BUILD_CORE 1
#include <Python.h>
#include <frameobject.h>
#include <stddef.h>
#include <stdint.h>
#if PY_VERSION_HEX >= 0x03090000
#include "internal/pycore_interp.h"
#endif
#include "internal/pycore_pystate.h"
#if PY_VERSION_HEX >= 0x03090000
#include "internal/pycore_runtime.h"
#endif
#include "internal/pycore_gil.h"
#if PY_VERSION_HEX >= 0x030b0000
#include "internal/pycore_dict.h"
#include "internal/pycore_frame.h"
#endif

#define VALUE(name, value) {name, value}
#define OFFSET(name, type, field) {name, offsetof(type, field)}

struct value {
  char name[40];
  uint64_t value;
};

/* An empty name ends the values. */
const struct {
  char magic[24];
  char version[24];
  uint64_t version_number;
  uint64_t is_free_threaded;
  struct value values[128];
} pyxdbg_layout = {
  "pyxdbg-layout-probe:1",
  PY_VERSION,
  PY_VERSION_HEX,
#ifdef Py_GIL_DISABLED
  1,
#else
  0,
#endif
  {
    /* interpreter */
    OFFSET("runtime.interpreters_head", _PyRuntimeState, interpreters.head),
    OFFSET("runtime.is_ready", _PyRuntimeState, core_initialized),
    OFFSET("interp.next", PyInterpreterState, next),
#if PY_VERSION_HEX >= 0x030b0000
    OFFSET("interp.threads_head", PyInterpreterState, threads.head),
#else
    OFFSET("interp.threads_head", PyInterpreterState, tstate_head),
#endif
#if PY_VERSION_HEX >= 0x030c0000
    OFFSET("interp.modules", PyInterpreterState, imports.modules),
    OFFSET("interp.gil", PyInterpreterState, ceval.gil),
#else
    OFFSET("interp.modules", PyInterpreterState, modules),
    OFFSET("runtime.gil", _PyRuntimeState, ceval.gil),
#endif
    OFFSET("gil.locked", struct _gil_runtime_state, locked),
    OFFSET("gil.holder", struct _gil_runtime_state, last_holder),
    VALUE("gil.size", sizeof(struct _gil_runtime_state)),
    OFFSET("tstate.next", PyThreadState, next),
    OFFSET("tstate.interp", PyThreadState, interp),
    OFFSET("tstate.thread_id", PyThreadState, thread_id),
#if PY_VERSION_HEX >= 0x030b0000
    OFFSET("tstate.native_thread_id", PyThreadState, native_thread_id),
#endif

    /* frame */
#if PY_VERSION_HEX >= 0x030d0000
    OFFSET("tstate.current_frame", PyThreadState, current_frame),
#elif PY_VERSION_HEX >= 0x030b0000
    OFFSET("tstate.cframe", PyThreadState, cframe),
    OFFSET("cframe.current_frame", _PyCFrame, current_frame),
    OFFSET("cframe.previous", _PyCFrame, previous),
#else
#if PY_VERSION_HEX >= 0x030a0000
    OFFSET("tstate.cframe", PyThreadState, cframe),
    OFFSET("cframe.previous", CFrame, previous),
#endif
    OFFSET("tstate.frame", PyThreadState, frame),
    OFFSET("frame.previous", PyFrameObject, f_back),
    OFFSET("frame.code", PyFrameObject, f_code),
    OFFSET("frame.lasti", PyFrameObject, f_lasti),
    OFFSET("frame.localsplus", PyFrameObject, f_localsplus),
#endif
#if PY_VERSION_HEX >= 0x030b0000 && PY_VERSION_HEX < 0x030d0000
    OFFSET("frame.previous", _PyInterpreterFrame, previous),
    OFFSET("frame.code", _PyInterpreterFrame, f_code),
    OFFSET("frame.prev_instr", _PyInterpreterFrame, prev_instr),
    OFFSET("frame.localsplus", _PyInterpreterFrame, localsplus),
    OFFSET("frame.owner", _PyInterpreterFrame, owner),
#endif
#if PY_VERSION_HEX >= 0x030b0000 && PY_VERSION_HEX < 0x030c0000
    OFFSET("frame.is_entry", _PyInterpreterFrame, is_entry),
#endif

    /* code */
#if PY_VERSION_HEX >= 0x030b0000
    OFFSET("code.adaptive", PyCodeObject, co_code_adaptive),
    OFFSET("code.localsplusnames", PyCodeObject, co_localsplusnames),
    OFFSET("code.qualname", PyCodeObject, co_qualname),
#else
    OFFSET("code.varnames", PyCodeObject, co_varnames),
    OFFSET("code.cellvars", PyCodeObject, co_cellvars),
    OFFSET("code.freevars", PyCodeObject, co_freevars),
#endif
#if PY_VERSION_HEX >= 0x030a0000
    OFFSET("code.linetable", PyCodeObject, co_linetable),
#else
    OFFSET("code.linetable", PyCodeObject, co_lnotab),
#endif
    OFFSET("code.filename", PyCodeObject, co_filename),
    OFFSET("code.name", PyCodeObject, co_name),
    OFFSET("code.firstlineno", PyCodeObject, co_firstlineno),

    /* objects */
#ifndef Py_GIL_DISABLED
    OFFSET("object.refcount", PyObject, ob_refcnt),
#endif
    OFFSET("object.type", PyObject, ob_type),
    OFFSET("type.name", PyTypeObject, tp_name),
    OFFSET("type.flags", PyTypeObject, tp_flags),
    OFFSET("type.basicsize", PyTypeObject, tp_basicsize),
    OFFSET("type.dictoffset", PyTypeObject, tp_dictoffset),
    OFFSET("type.members", PyTypeObject, tp_members),
    OFFSET("type.base", PyTypeObject, tp_base),
    OFFSET("heaptype.cached_keys", PyHeapTypeObject, ht_cached_keys),
    OFFSET("tuple.item", PyTupleObject, ob_item),
    OFFSET("var.size", PyVarObject, ob_size),
    OFFSET("list.item", PyListObject, ob_item),
    OFFSET("bytes.sval", PyBytesObject, ob_sval),
    OFFSET("float.fval", PyFloatObject, ob_fval),
    OFFSET("complex.cval", PyComplexObject, cval),
#if PY_VERSION_HEX >= 0x030c0000
    OFFSET("long.lv_tag", PyLongObject, long_value.lv_tag),
    OFFSET("long.digit", PyLongObject, long_value.ob_digit),
#else
    OFFSET("long.digit", PyLongObject, ob_digit),
#endif
    OFFSET("str.state", PyASCIIObject, state),
    OFFSET("str.length", PyASCIIObject, length),
    VALUE("str.ascii_size", sizeof(PyASCIIObject)),
    VALUE("str.compact_size", sizeof(PyCompactUnicodeObject)),
    OFFSET("set.mask", PySetObject, mask),
    OFFSET("set.used", PySetObject, used),
    OFFSET("set.table", PySetObject, table),
    OFFSET("cell.ref", PyCellObject, ob_ref),
    OFFSET("function.qualname", PyFunctionObject, func_qualname),
    OFFSET("builtin.definition", PyCFunctionObject, m_ml),
    OFFSET("method.function", PyMethodObject, im_func),
    OFFSET("generator.qualname", PyGenObject, gi_qualname),
    OFFSET("exception.args", PyBaseExceptionObject, args),

    /* dictionary */
    OFFSET("dict.used", PyDictObject, ma_used),
    OFFSET("dict.keys", PyDictObject, ma_keys),
    OFFSET("dict.values", PyDictObject, ma_values),
#if PY_VERSION_HEX >= 0x030b0000
    OFFSET("keys.log2_size", PyDictKeysObject, dk_log2_size),
    OFFSET("keys.log2_index_bytes", PyDictKeysObject, dk_log2_index_bytes),
    OFFSET("keys.kind", PyDictKeysObject, dk_kind),
    OFFSET("keys.entries_used", PyDictKeysObject, dk_nentries),
    OFFSET("keys.indices", PyDictKeysObject, dk_indices),
    OFFSET("values.first", PyDictValues, values),
#else
    /* struct _dictkeysobject stands in Objects/dict-common.h, which is not installed; it is the same in 3.8 to 3.10. */
    VALUE("keys.size", 8),
    VALUE("keys.entries_used", 32),
    VALUE("keys.indices", 40),
#endif

    /* What tp_basicsize of a few types has to say. */
    VALUE("size.type", sizeof(PyHeapTypeObject)),
    VALUE("size.dict", sizeof(PyDictObject)),
    VALUE("size.str", sizeof(PyUnicodeObject)),
#if PY_VERSION_HEX >= 0x030b0000
    VALUE("size.code", offsetof(PyCodeObject, co_code_adaptive)),
#else
    VALUE("size.code", sizeof(PyCodeObject)),
#endif
#if PY_VERSION_HEX < 0x030b0000
    VALUE("size.frame", sizeof(PyFrameObject)),
#elif PY_VERSION_HEX < 0x030d0000
    VALUE("size.frame", offsetof(PyFrameObject, _f_frame_data) + offsetof(_PyInterpreterFrame, localsplus)),
#endif
  }
};
