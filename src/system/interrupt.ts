/** Exit statuses by which shells and CI know a signal: 128 and its number (POSIX, "Exit Status for Commands"). */
const STATUS = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const;

/** Does something that Ctrl-C must not stop in the middle, and ends the program behind it where one came. */
export async function uninterrupted(work: () => void): Promise<void> {
  const listeners = Object.entries(STATUS).map(([signal, status]) => {
    const end = (): void => process.exit(status);
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  try {
    work();
    // A signal that came meanwhile is heard when Node next looks for events.
    await new Promise(resolve => setImmediate(resolve));
  } finally {
    for (const stopListening of listeners) stopListening();
  }
}
