/** The largest of these numbers, -1 where there are none. `Math.max(...numbers)` fails with some 100,000 of them. */
export function largest(numbers: Iterable<number>): number {
  let most = -1;
  for (const number of numbers) if (number > most) most = number;
  return most;
}
