"""Frames of signal handlers on top of the frame that a signal came to."""

from .memory import Unreadable

# Handlers (ours, faulthandler's) raise a signal again within so many frames of their own.
NEAR = 16
# Linux, x86-64, struct rt_sigframe: the return address, popped by then, and struct ucontext, in which struct sigcontext
# stands at 40 (arch/x86/include/uapi/asm/sigcontext.h). Page faults have the vector 14, and their address in cr2.
ERROR_AT, TRAP_AT, ADDRESS_AT = 40 + 19 * 8, 40 + 20 * 8, 40 + 22 * 8
PAGE_FAULT = 14
# Other vectors by signal, with the code that the kernel gives (arch/x86/kernel/traps.c; exc_coprocessor_error and
# exc_simd_coprocessor_error look at the unit's state for theirs).
TRAPS = {8: {0: "FPE_INTDIV", 16: None, 19: None}, 4: {6: "ILL_ILLOPN"}}
SENT = ("SI_USER", "SI_TKILL")


def below_signal(found, seen, stopped, memory):
    """The frames that were there when the signal came first; completes the signal by what the kernel noted then.

    `seen` is the signal as our handler saw it, in a process that still waits in the handler; `stopped` the one that
    stopped the process. Of one that faulthandler has raised again, the first one tells where and why.
    """
    marks = [at for at, frame in enumerate(found) if frame.is_signal]
    if not marks:
        return found
    signal = seen or stopped
    number = 0
    if seen is None:
        if signal is None or signal["code"] not in SENT or marks[0] >= NEAR:
            return found
    # The handler's own signal was raised by another handler, whose signal frame follows.
    while signal["code"] in SENT and number + 1 < len(marks) and marks[number + 1] - marks[number] < NEAR:
        number += 1
    if signal["code"] in SENT and (seen is None or number > 0):
        _complete(signal, found[marks[number]].stack_pointer(), memory)
    return found[marks[number] + 1 :]


def _complete(signal, stack, memory):
    """From the registers that the kernel kept: siginfo is there only for handlers that asked for it."""
    try:
        if stack is None:
            return
        trap = memory.pointer(stack + TRAP_AT)
        codes = TRAPS.get(signal["number"], {})
        if trap in codes:
            signal["code"] = codes[trap]
        if signal["number"] not in (7, 11) or trap != PAGE_FAULT:
            return
        error = memory.pointer(stack + ERROR_AT)
        signal["address"] = hex(memory.pointer(stack + ADDRESS_AT))
        signal["access"] = "execute" if error & 16 else "write" if error & 2 else "read"
        if signal["number"] == 11:
            # Bit 0: the page is there, but not for this access.
            signal["code"] = "SEGV_ACCERR" if error & 1 else "SEGV_MAPERR"
        else:
            # arch/x86/mm/fault.c, do_sigbus.
            signal["code"] = "BUS_ADRERR"
    except Unreadable:
        return
