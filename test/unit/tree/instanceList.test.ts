import assert from 'node:assert/strict';
import { ServerError } from '../../../src/portal/errors';
import { PageError } from '../../../src/portal/pages';
import type { Instance } from '../../../src/portal/instances';
import type { PagedList } from '../../../src/portal/pagedList';
import { instanceList } from '../../../src/tree/instanceLists';
import { signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { type Reply, type TestPortal, startPortal } from '../../portal/testPortal';
import { Gate } from '../support/gate';
import { failure } from '../support/requests';

describe('all instances of a product', () => {
  for (const failing of [1, 3]) {
    it(`fail with the number of the page that cannot be loaded: ${failing}`, async () => {
      const portal = await startPortal({ instances: 100 });
      const { client } = await signedIn(portal);
      portal.intercept = ({ query }, process) =>
        query.includes(`pageNo=${failing}`)
          ? { ...failure(503, 'busy'), headers: { 'Retry-After': '60' } }
          : process();
      const list = instanceList(client, 13);
      const error = await rejection(list.loadAll(new AbortController().signal), PageError);
      await portal.close();
      assert.equal(error.pageNo, failing);
      assert.ok(error.cause instanceof ServerError);
    });
  }

  describe('while one page is late', () => {
    let portal: TestPortal;
    let list: PagedList<Instance>;
    let asked: Gate;
    let answer: Gate;
    let late: ((process: () => Reply) => Reply) | undefined;

    beforeEach(async () => {
      portal = await startPortal({ instances: 160 });
      const { client } = await signedIn(portal);
      list = instanceList(client, 13);
      asked = new Gate();
      answer = new Gate();
      late = (process) => process();
      portal.intercept = async ({ query }, process) => {
        if (!query.includes('pageNo=3') || !late) {
          return process();
        }
        const reply = late;
        late = undefined;
        asked.open();
        await answer.opened;
        return reply(process);
      };
    });

    afterEach(() => portal.close());

    it('are all there, though a refresh takes away what lies behind the first page', async () => {
      const loading = list.loadAll(new AbortController().signal);
      await asked.opened;
      await list.refresh(1);
      answer.open();
      await loading;
      assert.equal(list.rows.length, 160);
    });

    it('are all there, though that page fails after a refresh has made it worthless', async () => {
      late = () => failure(400, 'refused');
      const loading = list.loadAll(new AbortController().signal);
      await asked.opened;
      await list.refresh(1);
      answer.open();
      await loading;
      assert.equal(list.rows.length, 160);
    });

    it('are asked for no more once nobody wants them', async () => {
      const loading = list.loadAll(new AbortController().signal);
      await asked.opened;
      list.dispose();
      const { length } = portal.requests;
      answer.open();
      await loading;
      // What is under way ends; nothing begins anew with the first page.
      const later = portal.requests
        .slice(length)
        .map(({ query }) => new URLSearchParams(query).get('pageNo'));
      assert.ok(!later.includes('3'), later.join());
    });
  });
});
