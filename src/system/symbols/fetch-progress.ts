import type {progressLine} from '../terminal.ts';
import type {DownloadProgress} from './download.ts';

/** A line of progress: binaries done, bytes of those expected. */
export interface FetchProgress extends DownloadProgress {
  done(count: number): void;
  clear(): void;
}

/** The line is written at most ten times a second; null for none. */
export function fetchProgress(line: ReturnType<typeof progressLine> | null, total: number): FetchProgress {
  let expected = 0;
  let received = 0;
  let finished = 0;
  let shownAt = 0;
  const show = (): void => {
    const now = Date.now();
    if (line === null || now - shownAt < 100) return;
    shownAt = now;
    const bytes =
      received === 0 ? '' : `, ${megabytes(received)} of ${megabytes(Math.max(expected, received))} MB`;
    line.show(`looking for symbols: ${finished} of ${total}${bytes}`);
  };
  return {
    expect(bytes) {
      expected += bytes;
      show();
    },
    received(bytes) {
      received += bytes;
      show();
    },
    done(count) {
      finished = count;
      show();
    },
    clear: () => line?.clear(),
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
