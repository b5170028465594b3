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
  readonly signal?: AbortSignal | undefined;
}

/** What a request carries that must be shown nowhere: its token, and what a form signs in with. */
export function secretsOf({ authorization, body }: Pick<HttpRequest, 'authorization' | 'body'>): string[] {
  const form = body?.type === 'application/x-www-form-urlencoded' ? [...new URLSearchParams(body.text)] : [];
  return [
    ...(authorization === undefined ? [] : [tokenOf(authorization)]),
    ...form.filter(([name]) => name !== 'grant_type').map(([, value]) => value),
  ];
}

/** What follows the kind of token in a header. */
function tokenOf(authorization: string): string {
  return authorization.replace(/^\S+ +/, '');
}
