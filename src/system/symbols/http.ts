/** An answer whose body has not been read yet. */
export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; the last of several values. */
  header(name: string): string | null;
  readonly body: AsyncIterable<Uint8Array>;
  /** Drops the rest of the body. */
  discard(): Promise<void>;
}

/** GET requests, as they are sent from this machine. */
export interface HttpClient {
  /**
   * Follows redirects. Throws an {@link HttpRefusal} for one that leads where no symbols are fetched from, and Node's
   * or undici's errors for a network that fails.
   */
  get(url: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** A request that must not be made; no retry makes it better. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
}

/** A URL as it may be shown: without user name and password. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
}
