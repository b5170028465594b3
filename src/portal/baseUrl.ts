import * as l10n from '@vscode/l10n';

declare const baseUrlBrand: unique symbol;

/** The portal's origin, without a trailing slash: `https://openapi.partner.yeastar.com`. */
export type BaseUrl = string & { readonly [baseUrlBrand]: true };

/** The Partner Portal that all partners use; the default of `pbx.apiBaseUrl`. */
export const defaultPortal = 'https://openapi.partner.yeastar.com';

type BaseUrlFault = 'notAUrl' | 'notHttps' | 'moreThanOrigin';

/** The setting does not name a portal that the token may be sent to. Nothing was sent. */
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
          'The setting pbx.apiBaseUrl must contain only the scheme and the host, without path, user or query: "{url}". Nothing was sent.',
          { url },
        );
    }
  }
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Parses the setting `pbx.apiBaseUrl`. The token goes to this address, so it must be an origin and nothing more, and
 * use https unless it is loopback.
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
  // Checked in the text, because a URL object does not show an empty user, query or fragment.
  if (url.pathname !== '/' || /[?#@]/.test(trimmed)) {
    throw new BaseUrlError(withoutUserInfo(trimmed), 'moreThanOrigin');
  }
  return url.origin as BaseUrl;
}

/** Does not use `URL.canParse`: in Node 22 it rejects characters beyond ASCII after many calls. */
function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Whether a portal runs on this machine, so that requests to it do not leave the machine. */
export function isLoopback(baseUrl: BaseUrl): boolean {
  return loopback.has(new URL(baseUrl).hostname);
}

/** Values of VS Code's `env.remoteName` for which a repository or an image decides what runs on "this machine". */
const containers: ReadonlySet<string> = new Set([
  'dev-container',
  'attached-container',
  'k8s-container',
  'codespaces',
]);

/**
 * Reads the environment variable `PBX_API_BASE_URL`. Whoever controls the environment of a container could name any
 * portal in it. So only a loopback address is accepted, and none inside a container, where the user does not control
 * what listens there.
 *
 * @param remoteName What VS Code is connected to; undefined when it runs on the user's machine.
 * @returns Undefined for anything else.
 */
export function loopbackPortal(
  text: string | undefined,
  remoteName: string | undefined,
): BaseUrl | undefined {
  try {
    const baseUrl = parseBaseUrl(text ?? '');
    const isUserControlled = remoteName === undefined || !containers.has(remoteName);
    return isUserControlled && isLoopback(baseUrl) ? baseUrl : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Removes user and password, so that a password typed into the setting never reaches a message or a log. Works on the
 * text, because a text that is not a URL, or has another scheme, can hold a password too.
 */
function withoutUserInfo(text: string): string {
  const at = text.lastIndexOf('@');
  const scheme = /^[a-z][a-z\d+.-]*:[/\\]+/i.exec(text.slice(0, Math.max(0, at)))?.[0] ?? '';
  return at < 0 ? text : `${scheme}…${text.slice(at)}`;
}
