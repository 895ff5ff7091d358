"""Signals by number: Linux, include/uapi/asm-generic/signal.h and siginfo.h."""

NAMES = {3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 11: "SIGSEGV", 15: "SIGTERM", 31: "SIGSYS"}
CODES = {
    11: {1: "SEGV_MAPERR", 2: "SEGV_ACCERR", 128: "SI_KERNEL"},
    7: {1: "BUS_ADRALN", 2: "BUS_ADRERR", 3: "BUS_OBJERR"},
    8: {1: "FPE_INTDIV", 2: "FPE_INTOVF", 3: "FPE_FLTDIV"},
    4: {1: "ILL_ILLOPC", 2: "ILL_ILLOPN"},
}


def code_name(number, code):
    """siginfo's code of a signal, or None for one that is not known."""
    return {0: "SI_USER", -6: "SI_TKILL"}.get(code) or CODES.get(number, {}).get(code)
