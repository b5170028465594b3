import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { asCurl, orderBody } from '../../../src/orders/request';
import { parseBaseUrl } from '../../../src/portal/baseUrl';
import { subscribeOrder } from '../support/reference';

const baseUrl = parseBaseUrl('https://openapi.partner.yeastar.com');

/** The arguments that a shell passes to `curl`. */
function argumentsOf(command: string): string[] {
  const shell = spawnSync('bash', ['--norc', '-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], {
    encoding: 'utf8',
    env: { TOKEN: 'eyJ.a.b' },
  });
  assert.deepEqual([shell.status, shell.stderr], [0, '']);
  return shell.stdout.split('\0').slice(0, -1);
}

describe('an order as a cURL command', () => {
  const poNumbers = [
    '',
    'PO-2026-0042',
    `O'Brien`,
    `'; touch /tmp/owned; echo '`,
    '$(touch /tmp/owned) `id` $TOKEN ${HOME}',
    'back\\slash "quotes" !history %s *',
    '@file',
    'فاتورة 上海',
  ];
  for (const poNumber of poNumbers) {
    it(`sends the exact body with the PO number ${poNumber || '(none)'}`, () => {
      const body = orderBody(subscribeOrder({ poNumber }));
      assert.deepEqual(argumentsOf(asCurl(baseUrl, `Example's Robot`, body)), [
        '-X',
        'POST',
        'https://openapi.partner.yeastar.com/order/openapi/order/v1/save',
        '-H',
        'Content-Type: application/json',
        '-H',
        `User-Agent: Example's Robot`,
        '-H',
        'Authorization: Bearer eyJ.a.b',
        '--data-raw',
        body,
      ]);
    });
  }
});
