import type { ReceivedRequest, Reply } from '../../portal/testPortal';

export const tokenPath = '/auth/openapi/v1/oauth/token';
export const savePath = '/order/openapi/order/v1/save';
export const pagePath = '/order/openapi/order/v1/page';

export function isRefresh({ path, body }: ReceivedRequest): boolean {
  return path === tokenPath && body.includes('grant_type=refresh_token');
}

export function count(requests: readonly ReceivedRequest[], path: string): number {
  return requests.filter((request) => request.path === path).length;
}

/** A failure with the envelope, as the portal writes it. */
export function failure(status: number, code: string, result = 'null'): Reply {
  const body = `{"code":"${code}","detailMessage":"${code}","requestId":"5c1e","result":${result},"status":${status}}`;
  return { status, headers: { 'Content-Type': 'application/json' }, body };
}
