/** More than the names of the Python API and the C library together; mangled C++ ones pass through. */
const MOST_KEPT = 2 ** 13;

/**
 * What was last made for a name of a library, so that equal values become one object. Of bounded size: when it is
 * full it starts anew, so that hostile names cost no memory.
 */
export class RecentValues<T> {
  readonly #byLibrary = new Map<string | null, Map<string, T>>();
  #count = 0;

  get(library: string | null, name: string): T | undefined {
    return this.#byLibrary.get(library)?.get(name);
  }

  /** Keeps the value for the name, and returns it. */
  keep(library: string | null, name: string, value: T): T {
    if (this.#count >= MOST_KEPT) {
      this.#byLibrary.clear();
      this.#count = 0;
    }
    let values = this.#byLibrary.get(library);
    if (!values) {
      values = new Map();
      this.#byLibrary.set(library, values);
    }
    values.set(name, value);
    this.#count += 1;
    return value;
  }
}
