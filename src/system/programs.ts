/**
 * execa, loaded where a program is really to be run. It calls Set.prototype.union (ES2025) while it loads, which
 * Node.js has since 22: for 20 it is put in place.
 */
export async function loadExeca(): Promise<typeof import('execa').execa> {
  if (!('union' in Set.prototype)) {
    Object.defineProperty(Set.prototype, 'union', {
      configurable: true,
      writable: true,
      value(this: ReadonlySet<unknown>, other: Iterable<unknown>) {
        return new Set([...this, ...other]);
      },
    });
  }
  return (await import('execa')).execa;
}
