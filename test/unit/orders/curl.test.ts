import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { asCurl, asShellScript, orderBody } from '../../../src/orders/request';
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

describe('orders as a shell script', () => {
  const bodies = ["O'Brien", '$(touch /tmp/owned)', 'PO-3'].map((poNumber) =>
    orderBody(subscribeOrder({ poNumber })),
  );

  /** Runs the script with a curl that replies like this; returns the bodies that it was told to send. */
  function run(reply: string, status = 0) {
    const curl = `curl() { printf '%s\\0' "$@" >&2; printf '%s' '${reply}'; return ${status}; }`;
    const script = asShellScript(baseUrl, 'OpenAPI', bodies);
    const shell = spawnSync('sh', ['-c', `${curl}\n${script}`], {
      encoding: 'utf8',
      env: { ...process.env, TOKEN: 'eyJ.a.b' },
    });
    const sent = shell.stderr.split('\0').filter((argument) => argument.startsWith('{'));
    return { sent, status: shell.status, printed: shell.stdout };
  }

  it('send every exact body in turn, and print each reply', () => {
    const { sent, status, printed } = run('{"code": "success"}');
    assert.deepEqual(sent, bodies);
    assert.equal(status, 0);
    assert.equal(printed, '{"code": "success"}\n'.repeat(3));
  });

  for (const [what, reply, exit] of [
    ['a refusal with HTTP 200', '{"code":"parameter_validation_failed"}', 0],
    ['a refusal with a success inside', '{"result":{"code":"success"},\n"code" : "param_error"}', 0],
    ['a refusal with a number', '{"code":40001,"result":{"code":"success"}}', 0],
    ['a page that is not JSON', '<html>success</html>', 0],
    ['an HTTP error', '{"code":"success"}', 22],
    ['no reply', '', 28],
  ] as const) {
    it(`end at ${what}`, () => {
      const { sent, status } = run(reply, exit);
      assert.deepEqual(sent, bodies.slice(0, 1));
      assert.notEqual(status, 0);
    });
  }
});
