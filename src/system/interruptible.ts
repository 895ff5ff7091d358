/** Exit statuses by which shells know a signal: 128 and its number. */
const STATUS = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const;

/**
 * Does work of minutes that cleans up behind itself: a first Ctrl-C aborts its signal, and the program ends with the
 * status of that signal when the work has ended. Further ones wait for it.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let status: number | null = null;
  const listeners = Object.entries(STATUS).map(([name, value]) => {
    const abort = (): void => {
      status ??= value;
      controller.abort();
    };
    process.on(name, abort);
    return () => process.off(name, abort);
  });
  try {
    return await work(controller.signal);
  } finally {
    for (const stopListening of listeners) stopListening();
    if (status !== null) process.exit(status);
  }
}
