import { ExplainedError } from './errors';
import * as l10n from '@vscode/l10n';
import { isOwnMachine } from './ownMachine';

declare const baseUrlBrand: unique symbol;

/** The portal's origin, without a trailing slash: `https://openapi.partner.yeastar.com`. */
export type BaseUrl = string & { readonly [baseUrlBrand]: true };

/** The Partner Portal that all partners use; the default of `pbx.apiBaseUrl`. */
export const defaultPortal = 'https://openapi.partner.yeastar.com';

type BaseUrlFault = 'notAUrl' | 'notHttps' | 'moreThanOrigin';

/**
 * The setting does not name a portal that the token may be sent to. Nothing was sent. Somebody may have pasted a secret
 * into the setting, so at most scheme and host of it are quoted.
 */
export class BaseUrlError extends ExplainedError {
  /** @param origin Scheme and host; undefined if the text does not clearly contain them. */
  constructor(
    readonly origin: string | undefined,
    readonly fault: BaseUrlFault,
  ) {
    super(`base URL ${origin ?? '(not quoted)'}: ${fault}`);
  }

  sentence(): string {
    const { origin: url } = this;
    switch (this.fault) {
      case 'notAUrl':
        return l10n.t('The setting pbx.apiBaseUrl is not a URL. Nothing was sent.');
      case 'notHttps':
        return url === undefined
          ? l10n.t('The setting pbx.apiBaseUrl must start with https://. Nothing was sent.')
          : l10n.t('The setting pbx.apiBaseUrl must start with https://, unlike "{url}". Nothing was sent.', {
              url,
            });
      case 'moreThanOrigin':
        return l10n.t(
          'The setting pbx.apiBaseUrl must contain only the scheme and the host, without path, user or query: "{url}". Nothing was sent.',
          { url: url ?? '' },
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
    throw new BaseUrlError(undefined, 'notAUrl');
  }
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  if (!safe) {
    throw new BaseUrlError(quotable(url), 'notHttps');
  }
  // Checked in the text, because a URL object does not show an empty user, query or fragment.
  if (url.pathname !== '/' || /[?#@]/.test(trimmed)) {
    throw new BaseUrlError(quotable(url), 'moreThanOrigin');
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

/**
 * Reads the environment variable `PBX_API_BASE_URL`. Whoever controls the environment of a container could name any
 * portal in it. So only a loopback address is accepted, and only where the user controls what listens there.
 *
 * @param remoteName VS Code's `env.remoteName`; see isOwnMachine.
 * @returns Undefined for anything else.
 */
export function loopbackPortal(
  text: string | undefined,
  remoteName: string | undefined,
): BaseUrl | undefined {
  try {
    const baseUrl = parseBaseUrl(text ?? '');
    return isOwnMachine(remoteName) && isLoopback(baseUrl) ? baseUrl : undefined;
  } catch {
    return undefined;
  }
}

/** Returns scheme and host; undefined for a scheme other than these, because it may be part of a secret. */
function quotable({ protocol, host }: URL): string | undefined {
  return protocol === 'https:' || protocol === 'http:' ? `${protocol}//${host}` : undefined;
}
