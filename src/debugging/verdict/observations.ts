/** What was seen of a process from the outside, beside its traceback. */
export interface Observations {
  /** Processor time of its threads between two looks, where they were taken. */
  readonly threadTimes?: readonly ThreadTime[];
  /** The time limit that passed, in seconds, where one did. */
  readonly timeoutSeconds?: number;
  /** The text that the interpreter or libc printed before it ended the process, such as assert's. */
  readonly lastWords?: string;
}

/** One thread's use of the processor. */
export interface ThreadTime {
  /** The system's number of the thread. */
  readonly id: number;
  /** Milliseconds of processor time, and of waiting for a processor. */
  readonly usedMs: number;
  /** Milliseconds between the two looks. */
  readonly sampleMs: number;
}
