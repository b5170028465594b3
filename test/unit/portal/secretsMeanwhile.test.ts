import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { printExact } from '../../../src/portal/exactJson';
import { KnownSecrets } from '../../../src/portal/secrets';
import { startPortal } from '../../portal/testPortal';
import { partsFor } from '../support/portal';
import { envelope } from '../support/replies';
import { tokenPath } from '../support/requests';

describe('a secret that becomes known while a reply is processed', () => {
  it('is redacted in it, whenever it becomes known', async () => {
    const text = `${'x\\/'.repeat(20_000)} brand-new-token-4711`;
    for (let noted = 1; noted < 200; noted++) {
      const known = new KnownSecrets();
      known.note(['an-old-token-0815']);
      let turns = 0;
      const shown = await known.redactInTurns(text, () => {
        if (++turns === noted) {
          known.note(['brand-new-token-4711']);
        }
        return Promise.resolve();
      });
      if (turns < noted) {
        assert.ok(noted > 3);
        return;
      }
      assert.ok(!shown.includes('brand-new-token-4711'), `noted in turn ${noted}`);
    }
  });

  it('is in no row of a list that arrived before the renewal ended', async () => {
    const portal = await startPortal();
    const issued = 'f3a9c07d5b1e42c8a6d0';
    const long = JSON.stringify('<a href="\\/x">'.repeat(24_000));
    try {
      const parts = partsFor(portal.baseUrl, { requestTimeout: 30 });
      for (const delay of [0, 20, 40, 60, 80, 100, 150]) {
        portal.intercept = (_request, process) => process();
        await parts.session.signInWithCredentials(parts.baseUrl, portal, { keepCredentials: true });
        const { header } = await parts.session.authorization();
        const token = `${issued}${String(delay).padStart(4, '0')}`;
        portal.intercept = async (request, process) => {
          if (request.path !== tokenPath) {
            const row = `{"productNo":"P1","comment":"token=${token}","a":${long}}`;
            return { status: 200, headers: {}, body: envelope(`[${row}]`) };
          }
          const reply = process();
          await wait(delay);
          return { ...reply, body: reply.body.replace(/"token":"([^"]+)"/, `"token":"${token}"`) };
        };
        const known = { atEnd: false };
        const list = parts.client.instancesAsReceived(13, { pageNo: 1, pageSize: 25 }).then((page) => {
          known.atEnd = parts.session.secrets.includes(token);
          return page;
        });
        const [{ rows }] = await Promise.all([list, parts.session.renew(header)]);
        const row = printExact(rows[0]?.raw ?? null);
        assert.ok(row.includes('"productNo":"P1"'));
        assert.ok(!known.atEnd || !row.includes(token), `renewed after ${delay} ms`);
      }
    } finally {
      await portal.close();
    }
  });
});
