import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { RefusedError } from '../../../src/portal/errors';
import { PageError } from '../../../src/portal/pages';
import { Gate } from '../support/gate';
import { isFor, ListedPortal, productsPath } from '../support/listedPortal';

describe('all instances of the lists', () => {
  let portal: ListedPortal;

  afterEach(() => portal.close());

  const loadAll = (isMeant?: (productId: number) => boolean) =>
    portal.lists.loadAll(new AbortController().signal, isMeant);

  describe('when loaded', () => {
    it('are there of every product, with six requests at a time', async () => {
      portal = await ListedPortal.start({ instances: { 9: 60, 12: 110, 13: 110, 14: 60 } });
      await portal.open();
      await portal.lists.whenLoaded();
      const six = new Gate();
      let underWay = 0;
      let most = 0;
      portal.intercept(async (_request, process) => {
        underWay++;
        most = Math.max(most, underWay);
        if (underWay === 6) {
          six.open();
        }
        await six.opened;
        const reply = process();
        underWay--;
        return reply;
      });
      assert.deepEqual(await loadAll(), []);
      assert.equal(most, 6);
      assert.deepEqual(portal.loaded(9, 12, 13, 14), [60, 110, 110, 60]);
    });

    it('are asked for once, page by page', async () => {
      portal = await ListedPortal.start({ instances: { 12: 60, 13: 200 } });
      await Promise.all([loadAll(), portal.open()]);
      await loadAll();
      assert.deepEqual([portal.asked(12), portal.asked(13)], [3, 8]);
    });

    it('stand in the order of the portal, in whatever order their pages come', async () => {
      portal = await ListedPortal.start({ instances: 75 });
      await portal.open();
      const third = new Gate();
      portal.intercept(async ({ query }, process) => {
        if (query.includes('pageNo=2')) {
          await third.opened;
        }
        return process();
      });
      portal.lists.onDidLoad(() => third.open());
      await loadAll();
      const { client } = portal.parts;
      const inOrder = await client.instances(13, { pageNo: 1, pageSize: 75 });
      assert.deepEqual(portal.list(13).rows, inOrder.rows);
    });

    it('come without those of a product that fails, which is told', async () => {
      portal = await ListedPortal.start({ instances: { 9: 60, 12: 60, 13: 60 } });
      await portal.open();
      portal.refuse((request) => isFor(request, 12));
      const failures = await loadAll();
      assert.deepEqual(
        failures.map(({ product, error }) => [
          product?.productId,
          error instanceof PageError && error.cause instanceof RefusedError,
        ]),
        [[12, true]],
      );
      assert.deepEqual(portal.loaded(9, 12, 13), [60, 25, 60]);
      assert.equal(portal.list(12).failure, undefined, 'the rows that are shown are not concerned');
    });

    it('come without those of unknown products, which is told', async () => {
      portal = await ListedPortal.start();
      portal.refuse(({ path }) => path === productsPath);
      const failures = await loadAll();
      assert.deepEqual(
        failures.map(({ product, error }) => [product, error instanceof RefusedError]),
        [[undefined, true]],
      );
      assert.deepEqual(portal.loaded(13), [40]);
    });

    it('are those of the products that are meant', async () => {
      portal = await ListedPortal.start();
      await portal.open();
      await loadAll((productId) => productId === 12);
      assert.deepEqual(portal.loaded(12, 13), [30, 25]);
    });

    it('can be called off', async () => {
      portal = await ListedPortal.start({ instances: 400 });
      await portal.open();
      const loading = new AbortController();
      portal.intercept((_request, process) => {
        loading.abort();
        return process();
      });
      await portal.lists.loadAll(loading.signal);
      assert.ok(portal.list(13).rows.length < 400);
      assert.ok(portal.asked(13) < 16);
    });

    for (const pages of ['array', 'totals'] as const) {
      it(`come to an end where the portal tells of pages as ${pages}`, async () => {
        portal = await ListedPortal.start({ shape: { pages }, instances: { 12: 60, 13: 60 } });
        await loadAll();
        assert.deepEqual(portal.loaded(12, 13), [60, 60]);
        assert.equal(portal.list(13).hasMore, false);
      });
    }

    it('count once where the portal has moved one to a later page meanwhile', async () => {
      portal = await ListedPortal.start();
      await portal.open();
      const before = portal.list(13).rows.map(({ productNo }) => productNo);
      portal.intercept(({ query }, process) => {
        const reply = process();
        const body = reply.body.replace(/"productNo":"\w+"/, `"productNo":"${before[24] ?? ''}"`);
        return query.includes('pageNo=2') ? { ...reply, body } : reply;
      });
      await loadAll();
      const serials = portal.list(13).rows.map(({ productNo }) => productNo);
      assert.deepEqual(serials.slice(0, 25), before);
      assert.equal(serials.length, 39);
      assert.equal(new Set(serials).size, 39);
    });
  });

  describe('when found while they are refreshed', () => {
    const rows = { 9: 30, 12: 60, 13: 110 };
    const all = [30, 60, 110];

    for (const pause of [0, 5, 20, 60, 150]) {
      it(`are all there when the refresh comes ${pause} ms before`, async () => {
        portal = await ListedPortal.start({ latency: 20, instances: rows });
        await loadAll();
        const refreshing = portal.lists.refresh();
        await wait(pause);
        assert.deepEqual(await loadAll(), []);
        await refreshing;
        await portal.lists.whenLoaded();
        assert.deepEqual(portal.loaded(9, 12, 13), all);
      });

      it(`are all there when the refresh comes ${pause} ms after`, async () => {
        portal = await ListedPortal.start({ latency: 20, instances: rows });
        await portal.open();
        const finding = loadAll();
        await wait(pause);
        const refreshing = portal.lists.refresh();
        assert.deepEqual(await finding, []);
        await refreshing;
        await portal.lists.whenLoaded();
        assert.deepEqual(await loadAll(), []);
        assert.deepEqual(portal.loaded(9, 12, 13), all);
      });
    }

    it('are all there when somebody gives up finding and begins again', async () => {
      portal = await ListedPortal.start({ latency: 20, instances: rows });
      await portal.open();
      const first = new AbortController();
      const given = portal.lists.loadAll(first.signal);
      await wait(10);
      first.abort();
      assert.deepEqual(await loadAll(), []);
      await given;
      assert.deepEqual(portal.loaded(9, 12, 13), all);
    });

    it('end when the session ends', async () => {
      portal = await ListedPortal.start({ latency: 20, instances: rows });
      await portal.open();
      const finding = loadAll();
      void portal.lists.refresh();
      portal.lists.clear();
      await finding;
      assert.deepEqual(portal.lists.products, []);
    });

    it('end, and ask for nothing anew, when the session ends while pages are under way', async () => {
      portal = await ListedPortal.start({ latency: 20, instances: rows });
      await portal.open();
      const finding = loadAll();
      await wait(10);
      portal.lists.clear();
      await finding;
      assert.deepEqual(portal.lists.products, []);
      assert.equal(portal.requests.filter(({ path }) => path === productsPath).length, 1);
    });
  });

  describe('when refreshed', () => {
    it('are asked for as far as they are shown, and not as far as a search has loaded them', async () => {
      portal = await ListedPortal.start({ instances: { 12: 30, 13: 200 } });
      await loadAll();
      const before = [portal.asked(12), portal.asked(13)] as const;
      await portal.lists.refresh((productId) => (productId === 13 ? 75 : 25));
      await portal.lists.whenLoaded();
      assert.deepEqual([portal.asked(12) - before[0], portal.asked(13) - before[1]], [1, 3]);
      assert.deepEqual(portal.loaded(12, 13), [25, 75]);
      await loadAll();
      assert.deepEqual(portal.loaded(12, 13), [30, 200]);
    });

    it('while they are being loaded, are those of the later answers', async () => {
      portal = await ListedPortal.start();
      const [reached, release] = [new Gate(), new Gate()];
      portal.intercept(async (request, process) => {
        const reply = process();
        if (isFor(request, 13)) {
          reached.open();
          await release.opened;
        }
        return { ...reply, body: reply.body.replace('3658B4311196K2ID', 'EARLY') };
      });
      const early = portal.lists.open();
      await reached.opened;
      portal.refuse();
      void portal.lists.refresh();
      release.open();
      await early;
      assert.deepEqual(portal.loaded(13), [25]);
      await portal.lists.whenLoaded();
      assert.deepEqual(portal.loaded(9, 12, 13), [3, 25, 25]);
      assert.equal(portal.lists.find('EARLY'), undefined);
      assert.equal(portal.asked(12), 1);
    });
  });

  describe('when searched', () => {
    beforeEach(async () => {
      portal = await ListedPortal.start({ instances: { 12: 30, 13: 40 } });
      await loadAll();
    });

    it('are found by serial number, of any product or of one', () => {
      const [, instance] = portal.list(12).rows;
      assert.ok(instance);
      const { productNo } = instance;
      assert.equal(portal.lists.find(productNo), instance);
      assert.equal(portal.lists.find(productNo, 12), instance);
      assert.equal(portal.lists.find(productNo, 13), undefined);
      assert.equal(portal.lists.find('3600A0000000NONE'), undefined);
    });

    it('are found by text, over all products or over those that are meant', () => {
      const { matches, more } = portal.lists.search('', 50);
      assert.deepEqual([matches.length, more], [50, 20]);
      assert.deepEqual([matches[0]?.productId, matches[49]?.productId], [13, 12]);
      const ofOne = portal.lists.search('', 50, (productId) => productId === 12);
      assert.deepEqual([ofOne.matches.length, ofOne.more], [30, 0]);
      assert.equal(portal.lists.search('3658b4311196k2id', 50).matches[0]?.name, 'Lagos head office');
    });

    it('are not found any more in another session', () => {
      portal.lists.clear();
      assert.deepEqual([portal.lists.search('', 50).matches, portal.lists.products], [[], []]);
      assert.equal(portal.lists.find('3658B4311196K2ID'), undefined);
    });
  });
});
