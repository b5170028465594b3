import type { BaseUrl } from './baseUrl';

export type RequestBody =
  | { readonly type: 'application/json'; readonly text: string }
  | { readonly type: 'application/x-www-form-urlencoded'; readonly text: string };

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly baseUrl: BaseUrl;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  /** The whole value of the header; absent on the token calls. */
  readonly authorization?: string;
  readonly body?: RequestBody;
  /** `new`: no connection of an earlier request is used, which the portal may have closed meanwhile. */
  readonly connection?: 'new';
  /** Asked once the connection stands, before the first byte of the request leaves; without a yes it is not sent. */
  readonly mayLeave?: (() => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whether a request is for tokens: what it carries, and what is answered to it, is never shown. */
export function isTokenCall({ body }: Pick<HttpRequest, 'body'>): boolean {
  return body?.type === 'application/x-www-form-urlencoded';
}

/**
 * What a request carries that must be shown nowhere: its token, and what a form signs in with, also in the one text
 * that HTTP makes of a name and a password.
 */
export function secretsOf(request: Pick<HttpRequest, 'authorization' | 'body'>): string[] {
  const { authorization, body } = request;
  const form = isTokenCall(request) ? new URLSearchParams(body?.text) : new URLSearchParams();
  const [clientId, clientSecret] = [form.get('client_id'), form.get('client_secret')];
  return [
    ...(authorization === undefined ? [] : [tokenOf(authorization)]),
    ...[...form].filter(([name]) => name !== 'grant_type').map(([, value]) => value),
    ...(clientId === null || clientSecret === null ? [] : [`${clientId}:${clientSecret}`]),
  ];
}

/** What follows the kind of token in a header. */
function tokenOf(authorization: string): string {
  return authorization.replace(/^\S+ +/, '');
}
