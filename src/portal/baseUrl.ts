import * as l10n from '@vscode/l10n';

declare const baseUrlBrand: unique symbol;

/** The portal's origin, without a trailing slash: `https://openapi.partner.yeastar.com`. */
export type BaseUrl = string & { readonly [baseUrlBrand]: true };

/** The portal of every partner, and the default of `pbx.apiBaseUrl`. */
export const usualPortal = 'https://openapi.partner.yeastar.com';

type BaseUrlFault = 'notAUrl' | 'notHttps' | 'moreThanOrigin';

/** The setting does not name a portal that a token may be sent to. Nothing was sent. */
export class BaseUrlError extends Error {
  override readonly name = 'BaseUrlError';

  constructor(
    readonly text: string,
    readonly fault: BaseUrlFault,
  ) {
    super(`base URL ${JSON.stringify(text)}: ${fault}`);
  }

  sentence(): string {
    const url = this.text;
    switch (this.fault) {
      case 'notAUrl':
        return l10n.t('The setting pbx.apiBaseUrl is not a URL: "{url}". Nothing was sent.', { url });
      case 'notHttps':
        return l10n.t('The setting pbx.apiBaseUrl must start with https://: "{url}". Nothing was sent.', {
          url,
        });
      case 'moreThanOrigin':
        return l10n.t(
          'The setting pbx.apiBaseUrl must hold only scheme and host, without path, user or query: "{url}". Nothing was sent.',
          { url },
        );
    }
  }
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Reads the setting `pbx.apiBaseUrl`. The token goes to this address, so it must be https (loopback aside)
 * and nothing but an origin.
 *
 * @throws BaseUrlError with the reason.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const trimmed = text.trim();
  const url = urlOf(trimmed);
  if (!url) {
    throw new BaseUrlError(withoutUserInfo(trimmed), 'notAUrl');
  }
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  if (!safe) {
    throw new BaseUrlError(withoutUserInfo(trimmed), 'notHttps');
  }
  // In the text, since a URL does not tell an empty user, query or fragment.
  if (url.pathname !== '/' || /[?#@]/.test(trimmed)) {
    throw new BaseUrlError(withoutUserInfo(trimmed), 'moreThanOrigin');
  }
  return url.origin as BaseUrl;
}

/** Not by `URL.canParse`: once it has been called often, that of Node 22 takes no letters beyond ASCII any more. */
function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Whether a portal is on this machine, so that what is sent to it does not leave the machine. */
export function isLoopback(baseUrl: BaseUrl): boolean {
  return loopback.has(new URL(baseUrl).hostname);
}

/** Values of VS Code's `env.remoteName` where a repository, or an image, decides what runs on "this machine". */
const containers: ReadonlySet<string> = new Set([
  'dev-container',
  'attached-container',
  'k8s-container',
  'codespaces',
]);

/**
 * Reads the environment variable `PBX_API_BASE_URL`. Whoever sets the environment of a container could name any portal
 * by it: only an address of this machine counts, and in a container none, since what listens there is not the user's.
 *
 * @param remoteName What VS Code is connected to; undefined where it runs on the user's machine.
 * @returns Undefined for anything else.
 */
export function loopbackPortal(
  text: string | undefined,
  remoteName: string | undefined,
): BaseUrl | undefined {
  try {
    const baseUrl = parseBaseUrl(text ?? '');
    const isOfUser = remoteName === undefined || !containers.has(remoteName);
    return isOfUser && isLoopback(baseUrl) ? baseUrl : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A password typed into the setting must not come back in a message or a log. Cut from the text, since a text
 * that is no URL, or one of another scheme, can hold one too.
 */
function withoutUserInfo(text: string): string {
  return text.replace(/^([a-z][a-z\d+.-]*:[/\\]+)?.*@/is, '$1…@');
}
