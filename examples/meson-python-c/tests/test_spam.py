import sys
import unittest

from spam import mean


class MeanTest(unittest.TestCase):
    def test_takes_any_iterable_of_numbers(self):
        self.assertEqual(mean([1, 2.5, 4]), 2.5)
        self.assertEqual(mean(number for number in (20, 64)), 42.0)

    def test_minus_one_is_a_number_and_no_error(self):
        self.assertEqual(mean([-1.0, -1.0]), -1.0)

    def test_refuses_what_is_no_number(self):
        with self.assertRaises(TypeError):
            mean([1, "2"])
        with self.assertRaises(TypeError):
            mean(1)

    def test_passes_on_an_error_of_the_iterator(self):
        with self.assertRaises(ZeroDivisionError):
            mean(1 / number for number in (1, 0))

    def test_mean_of_nothing_is_the_default_or_an_error(self):
        self.assertEqual(mean([], default="none"), "none")
        with self.assertRaises(ValueError):
            mean([])

    def test_keeps_the_reference_count_of_the_default(self):
        marker = object()
        before = sys.getrefcount(marker)
        for _ in range(10):
            mean([], default=marker)
        self.assertEqual(sys.getrefcount(marker), before)


if __name__ == "__main__":
    unittest.main()
