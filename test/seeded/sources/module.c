/*
 * A Python module as a loader sees it: an initialisation hook and imported names; what it does does not matter,
 * so no header is needed and one source serves every Python, system and machine.
 *   -DHOOK=PyInit_speed           the exported hook
 *   -DUSES="USE(PyLong_FromLong)" the names it takes from elsewhere
 *   -DDEFINES="DEFINE(helper)"    more names that it exports
 */
#ifdef _WIN32
#define EXPORT __attribute__((dllexport))
#define IMPORT __attribute__((dllimport))
#else
#define EXPORT __attribute__((visibility("default")))
#define IMPORT
#endif

void *volatile sink;

#define DEFINE(name) EXPORT void name(void) { sink = 0; }
#ifdef DEFINES
DEFINES
#endif

#define USE(name) { extern IMPORT void name(void); sink = (void *)name; }

#ifndef HOOK
EXPORT
#else
static
#endif
void *use_all(void) {
#ifdef USES
    USES
#endif
    return sink;
}

#ifdef HOOK
EXPORT void *HOOK(void) { return use_all(); }
#endif

#ifdef _WIN32
#define ENTRY int __attribute__((stdcall))
ENTRY DllMainCRTStartup(void *module, unsigned reason, void *reserved) { return 1; }
ENTRY _DllMainCRTStartup(void *module, unsigned reason, void *reserved) { return 1; }
#endif
