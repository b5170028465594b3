import type { ServerResponse } from 'node:http';

export const requestId = '0b9d4a7736e14c5f8a2f6c3d91e7b845';

/** The text of an envelope with `result` as JSON text, so that numbers keep their digits. */
export function envelope(
  result: string,
  fields: { code?: string; detail?: string; status?: number } = {},
): string {
  const { code = 'success', detail = '', status = 200 } = fields;
  return `{"code":${JSON.stringify(code)},"detailMessage":${JSON.stringify(detail)},"requestId":"${requestId}","result":${result},"status":${status}}`;
}

export function answer(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(text);
}
