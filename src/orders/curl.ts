import type { BaseUrl } from '../portal/baseUrl';
import { saveOrderPath } from '../portal/client';
import type { OrderBody } from './request';

/** The order as a command for a POSIX shell; the token is taken from the variable TOKEN, never written out. */
export function asCurl(baseUrl: BaseUrl, userAgent: string, body: OrderBody): string {
  return [
    `curl -X POST ${quoted(`${baseUrl}${saveOrderPath}`)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    `-H ${quoted(`User-Agent: ${userAgent}`)}`,
    '-H "Authorization: Bearer $TOKEN"',
    `--data-raw ${quoted(body)}`,
  ].join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
