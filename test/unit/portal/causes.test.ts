import assert from 'node:assert/strict';
import dns, { type LookupAddress } from 'node:dns';
import { ConnectionError } from '../../../src/portal/errors';
import { partsFor } from '../support/portal';
import { rejection } from '../support/rejection';
import { closedPort } from '../support/servers';

/** Makes every host name resolve to these addresses. @returns Restores the real lookup. */
function resolveTo(addresses: readonly LookupAddress[]): () => void {
  const { lookup } = dns;
  const fakeLookup = (_name: string, _options: unknown, callback: (error: null, found: unknown) => void) => {
    callback(null, addresses);
  };
  Object.assign(dns, { lookup: fakeLookup });
  return () => Object.assign(dns, { lookup });
}

describe('a host with two addresses, neither of which can be reached', () => {
  it('is logged with both causes', async () => {
    const port = await closedPort();
    const { client, baseUrl, log } = partsFor(`https://portal.example:${port}`);
    const restore = resolveTo([
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
    try {
      const sending = client.saveOrder({ baseUrl, signInId: 'one', header: 'Bearer t' }, '{}');
      const { reached } = await rejection(sending, ConnectionError);
      assert.equal(reached, 'no');
    } finally {
      restore();
    }
    const line = log.lines.find((text) => text.includes('[cause: ')) ?? log.text;
    assert.ok(line.includes(`127.0.0.1:${port}`), line);
    assert.ok(line.includes(`::1:${port}`), line);
  });
});
