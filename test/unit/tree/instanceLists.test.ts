import assert from 'node:assert/strict';
import { ConnectionError, RefusedError } from '../../../src/portal/errors';
import { Gate } from '../support/gate';
import { instancesPath, isFor, ListedPortal, productsPath } from '../support/listedPortal';
import { count } from '../support/requests';

/** An id that no product of the sandbox has. */
const unnamed = 22;

describe('the lists of instances', () => {
  let portal: ListedPortal;

  afterEach(() => portal.close());

  describe('when opened', () => {
    it('tell every product of the portal, Cloud PBX first, with its instances', async () => {
      portal = await ListedPortal.start();
      await portal.open();
      assert.deepEqual(portal.shownIds, [13, 9, 11, 12, 14, 15, 19, 21]);
      assert.equal(portal.product(13).name, 'Cloud PBX (PCE Instance)');
      assert.deepEqual(
        portal.lists.products.map(({ list }) => list.total),
        [40, 3, 0, 30, 0, 0, 0, 0],
      );
      assert.deepEqual(portal.loaded(12), [25]);
    });

    it('ask for products and instances of product 13 at the same time', async () => {
      portal = await ListedPortal.start();
      const [products, instances] = [new Gate(), new Gate()];
      portal.intercept(async (request, process) => {
        if (request.path === productsPath) {
          products.open();
          await instances.opened;
        } else if (isFor(request, 13)) {
          instances.open();
          await products.opened;
        }
        return process();
      });
      await portal.lists.open();
      assert.deepEqual(portal.loaded(13), [25]);
      assert.equal(portal.lists.productsFailure, undefined);
    });

    it('are there after these two answers, and tell of each other list when it comes', async () => {
      portal = await ListedPortal.start();
      const release = new Gate();
      portal.intercept(async (request, process) => {
        if (request.path === instancesPath && !isFor(request, 13)) {
          await release.opened;
        }
        return process();
      });
      await portal.lists.open();
      assert.deepEqual(portal.loaded(13, 12), [25, 0]);
      const told = new Set<number>();
      portal.lists.onDidChange(({ productId, list }) => {
        assert.notEqual(list.loadedAt, undefined);
        told.add(productId);
      });
      release.open();
      await portal.lists.whenLoaded();
      assert.deepEqual([...told].sort(), [11, 12, 14, 15, 19, 21, 9]);
    });

    it('ask once, whoever opens them', async () => {
      portal = await ListedPortal.start();
      await Promise.all([portal.open(), portal.open()]);
      await portal.open();
      assert.equal(count(portal.requests, productsPath), 1);
      assert.equal(count(portal.requests, instancesPath), 8);
    });

    it('ask for four of the other lists at a time', async () => {
      portal = await ListedPortal.start({ latency: 10 });
      const most = portal.mostAtOnce();
      await portal.open();
      assert.equal(most(), 4);
    });

    it('drop the answers of an earlier session, and ask nothing more for it', async () => {
      portal = await ListedPortal.start();
      const [reached, release] = [new Gate(), new Gate()];
      let others = 0;
      portal.intercept(async (request, process) => {
        if (request.path === instancesPath && !isFor(request, 13)) {
          others++;
          if (others === 4) {
            reached.open();
          }
          await release.opened;
        }
        return process();
      });
      await portal.lists.open();
      await reached.opened;
      const list = portal.list(9);
      const late = list.loadFirst();
      const whenLoaded = portal.lists.whenLoaded();
      portal.lists.clear();
      let told = 0;
      portal.lists.onDidLoad(() => told++);
      portal.lists.onDidChange(() => told++);
      release.open();
      await Promise.all([late, whenLoaded]);
      assert.deepEqual([told, list.rows, portal.lists.products], [0, [], []]);
      await portal.open();
      assert.equal(portal.shownIds.length, 8);
      assert.equal(others, 4 + 7);
    });
  });

  describe('of products', () => {
    it('that only the setting names are shown without a name', async () => {
      portal = await ListedPortal.start();
      portal.productIds = [unnamed, 12];
      await portal.open();
      assert.deepEqual(portal.shownIds, [13, 9, 11, 12, 14, 15, 19, 21, unnamed]);
      assert.equal(portal.product(unnamed).name, undefined);
      assert.ok(portal.list(unnamed).failure instanceof RefusedError);
    });

    it('that product_list leaves out are shown where the setting names them', async () => {
      portal = await ListedPortal.start();
      portal.leaveOut(12);
      portal.productIds = [12];
      await portal.open();
      assert.equal(portal.shownIds.at(-1), 12);
      assert.deepEqual(portal.loaded(12), [25]);
    });

    it('are not shown any more once neither product_list nor the setting names them', async () => {
      portal = await ListedPortal.start();
      portal.productIds = [unnamed];
      await portal.open();
      portal.leaveOut(12);
      portal.productIds = [];
      await portal.lists.refresh();
      assert.deepEqual(portal.shownIds, [13, 9, 11, 14, 15, 19, 21]);
    });

    for (const [instances, isShown] of [
      [40, true],
      [0, false],
    ] as const) {
      it(`${isShown ? 'show' : 'do not show'} 13 with ${instances} instances where product_list leaves it out`, async () => {
        portal = await ListedPortal.start({ instances });
        portal.leaveOut(13);
        await portal.open();
        assert.equal(portal.shownIds.includes(13), isShown);
      });
    }

    it('show product 13 where the portal tells of none at all', async () => {
      portal = await ListedPortal.start({ instances: 0 });
      portal.leaveOut(9, 11, 12, 13, 14, 15, 19, 21);
      await portal.open();
      assert.deepEqual(portal.shownIds, [13]);
    });
  });

  describe('fail alone:', () => {
    it('one product keeps its failure until it is asked for again, the others have their instances', async () => {
      portal = await ListedPortal.start();
      portal.refuse((request) => isFor(request, 12));
      await portal.open();
      assert.ok(portal.list(12).failure instanceof RefusedError);
      assert.deepEqual(portal.loaded(9, 12, 13), [3, 0, 25]);
      assert.match(portal.parts.log.text, /warn Instances of product 12: RefusedError: .*refused/);
      portal.refuse();
      const before = portal.requests.length;
      await portal.lists.refreshProduct(portal.product(12), 25);
      assert.deepEqual([portal.list(12).failure, portal.list(12).rows.length], [undefined, 25]);
      assert.equal(portal.requests.length, before + 1);
    });

    it('product 13 as well', async () => {
      portal = await ListedPortal.start();
      portal.refuse((request) => isFor(request, 13));
      await portal.open();
      assert.ok(portal.list(13).failure instanceof RefusedError);
      assert.deepEqual(portal.loaded(12), [25]);
    });

    it('without the list of products, product 13 and those of the setting are there', async () => {
      portal = await ListedPortal.start();
      portal.productIds = [12];
      portal.refuse(({ path }) => path === productsPath);
      await portal.open();
      assert.deepEqual(portal.shownIds, [13, 12]);
      assert.ok(portal.lists.productsFailure instanceof RefusedError);
      assert.equal(portal.lists.productsAt, undefined);
      assert.deepEqual(portal.loaded(12, 13), [25, 25]);
      portal.refuse();
      await portal.lists.refresh();
      assert.equal(portal.lists.productsFailure, undefined);
      assert.equal(portal.shownIds.length, 8);
    });

    it('a failed refresh keeps products, names and instances', async () => {
      portal = await ListedPortal.start();
      await portal.open();
      const kept = () =>
        portal.lists.products.map(({ productId, name, list }) => [productId, name, list.rows]);
      const before = kept();
      await portal.stop();
      await portal.lists.refresh();
      await portal.lists.whenLoaded();
      assert.deepEqual(kept(), before);
      assert.ok(portal.lists.productsFailure instanceof ConnectionError);
      assert.ok(portal.lists.products.every(({ list }) => list.failure instanceof ConnectionError));
    });

    it('a failed page does not undo those before it', async () => {
      portal = await ListedPortal.start();
      await portal.open();
      const list = portal.list(13);
      portal.refuse(({ query }) => query.includes('pageNo=2'));
      await assert.rejects(list.loadNext(), RefusedError);
      assert.deepEqual([list.failure instanceof RefusedError, list.rows.length], [true, 25]);
      portal.refuse();
      await list.loadNext();
      assert.deepEqual([list.failure, list.rows.length, list.hasMore], [undefined, 40, false]);
    });
  });
});
