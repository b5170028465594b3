import assert from 'node:assert/strict';
import { ServerError } from '../../../src/portal/errors';
import { PageError } from '../../../src/portal/pageError';
import { InstanceList } from '../../../src/views/instanceList';
import { RequestQueue } from '../../../src/views/requestQueue';
import { signedIn } from '../support/portal';
import { rejection } from '../support/rejection';
import { startPortal } from '../../portal/testPortal';
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
      const list = new InstanceList(client, 13, new RequestQueue(6));
      const error = await rejection(list.loadAll(new AbortController().signal), PageError);
      await portal.close();
      assert.equal(error.pageNo, failing);
      assert.ok(error.cause instanceof ServerError);
    });
  }
});
