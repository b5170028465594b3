import type { Intercept, ReceivedRequest, Reply, Sandbox, SandboxOptions } from '../../../src/sandbox/server';
import { startSandbox } from '../../../src/sandbox/server';

export const tokenPath = '/auth/openapi/v1/oauth/token';
export const savePath = '/order/openapi/order/v1/save';
export const pagePath = '/order/openapi/order/v1/page';

/** A sandbox whose behaviour can be changed from one request to the next. */
export interface ScriptedSandbox {
  readonly sandbox: Sandbox;
  /** What stands between the network and the portal from now on. */
  intercept: Intercept;
}

export async function scriptedSandbox(options: SandboxOptions = {}): Promise<ScriptedSandbox> {
  const scripted: { sandbox?: Sandbox; intercept: Intercept } = {
    intercept: (_request, process) => process(),
  };
  const sandbox = await startSandbox({
    ...options,
    intercept: (request, process, response) => scripted.intercept(request, process, response),
  });
  return Object.assign(scripted, { sandbox });
}

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
