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
