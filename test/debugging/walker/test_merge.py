"""The order of C's frames and Python's, on stacks written down by hand; run by merge.test.ts."""

import os
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../templates/runtime/walker"))

from pyxdbg_walker.chains import Group  # noqa: E402
from pyxdbg_walker.merge import merged  # noqa: E402

LOOP = "_PyEval_EvalFrameDefault"


class Frame:
    def __init__(self, function, pointer, symbol=None, is_signal=False):
        self.function, self.symbol, self.is_signal, self._pointer = function, symbol, is_signal, pointer

    def stack_pointer(self):
        return self._pointer


def group(frames, anchor=None):
    made = Group()
    made.frames, made.anchor = list(frames), anchor
    return made


def shown(native, groups):
    frames, is_exact = merged(native, groups)
    return [one.function if isinstance(one, Frame) else one for one in frames], is_exact


class MergeTest(unittest.TestCase):
    def test_names_find_the_calls(self):
        native = [Frame("read", 10), Frame(LOOP, 20), Frame("call", 30), Frame(LOOP + ".cold", 40), Frame("main", 50)]
        self.assertEqual(shown(native, [group("ab"), group("c")]), (["read", "a", "b", "call", "c", "main"], True))

    def test_inlined_frames_of_the_loop_are_one_call(self):
        native = [Frame("vectorcall", 20, LOOP), Frame("call_function", 20, LOOP), Frame(LOOP, 20, LOOP), Frame("main", 50)]
        self.assertEqual(shown(native, [group("a")]), (["a", "main"], True))

    def test_two_calls_of_the_loop_in_a_row_are_two(self):
        native = [Frame(LOOP, 20), Frame(LOOP, 30), Frame("main", 50)]
        self.assertEqual(shown(native, [group("a"), group("b")]), (["a", "b", "main"], True))

    def test_anchors_find_calls_without_names(self):
        native = [Frame("read", 10), Frame(None, 20), Frame("call", 30), Frame(None, 40), Frame("main", 50)]
        self.assertEqual(shown(native, [group("a", 25), group("b", 49)]), (["read", "a", "call", "b", "main"], True))

    def test_anchors_count_more_than_names(self):
        # The tail-calling interpreter: an instruction's function above the loop's own.
        native = [Frame("_TAIL_CALL_CALL", 10), Frame(LOOP, 20), Frame("main", 50)]
        self.assertEqual(shown(native, [group("a", 30)]), (["_TAIL_CALL_CALL", "a", "main"], True))

    def test_a_signal_handler_may_run_on_a_stack_of_its_own(self):
        native = [Frame("handler", 900), Frame("signal", 910, is_signal=True), Frame("read", 10), Frame(None, 20), Frame("main", 50)]
        self.assertEqual(shown(native, [group("a", 25)])[0], ["handler", "signal", "read", "a", "main"])

    def test_missing_c_frames_are_told(self):
        native = [Frame("read", 10), Frame(None, 20), Frame("main", 50)]
        self.assertEqual(shown(native, [group("a", 25), group("b", 80)]), (["read", "a", "b", "main"], False))

    def test_c_frames_that_lead_to_no_call_are_newer_than_all_of_pythons(self):
        self.assertEqual(shown([Frame("read", 10)], [group("a")]), (["read", "a"], False))
        self.assertEqual(shown([Frame("read", 10)], [group("a", 80)]), (["read", "a"], False))

    def test_a_loop_whose_python_frames_are_not_known_stays_and_is_told(self):
        self.assertEqual(shown([Frame("read", 10), Frame(LOOP, 20)], []), (["read", LOOP], False))


if __name__ == "__main__":
    unittest.main()
