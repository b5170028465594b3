/** What every request takes from the user's settings. */
export interface HttpSettings {
  /** Seconds until a request without a complete reply is given up. */
  readonly requestTimeout: number;
  /** Value of the header `User-Agent`, which the portal requires. */
  readonly userAgent: string;
}

export const usualTimeout = 30;
/** The limits of `pbx.requestTimeout`, in seconds. A timer of Node takes no more than 24 days. */
export const longestTimeout = 600;
export const shortestTimeout = 1;

export const usualUserAgent = 'OpenAPI';

/** Settings that can be used, and a sentence for the log about each one that could not be. */
export interface UsableHttpSettings extends HttpSettings {
  readonly problems: readonly string[];
}

/**
 * Makes usable what a person wrote by hand: VS Code enforces neither types nor limits of a setting. A time-out is
 * brought within its limits, anything that is no number or no header value gives way to the default.
 */
export function usableHttpSettings(written: {
  readonly requestTimeout: unknown;
  readonly userAgent: unknown;
}): UsableHttpSettings {
  const requestTimeout = usableTimeout(written.requestTimeout);
  const userAgent = usableUserAgent(written.userAgent);
  return {
    requestTimeout,
    userAgent,
    problems: [
      ...(requestTimeout === written.requestTimeout
        ? []
        : [
            `pbx.requestTimeout takes a number from ${shortestTimeout} to ${longestTimeout}; ${requestTimeout} is used instead of ${shown(written.requestTimeout)}.`,
          ]),
      ...(userAgent === written.userAgent
        ? []
        : [
            `pbx.userAgent takes printable ASCII characters; ${userAgent} is used instead of ${shown(written.userAgent)}.`,
          ]),
    ],
  };
}

function usableTimeout(written: unknown): number {
  return typeof written === 'number' && written > 0
    ? Math.min(Math.max(written, shortestTimeout), longestTimeout)
    : usualTimeout;
}

function usableUserAgent(written: unknown): string {
  return typeof written === 'string' && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(written)
    ? written
    : usualUserAgent;
}

function shown(written: unknown): string {
  return (written === undefined ? 'nothing' : JSON.stringify(written)).slice(0, 200);
}
