import assert from 'node:assert/strict';
import { PagedList, pageSize } from '../../../src/portal/pagedList';
import type { Page } from '../../../src/portal/pages';

interface ListOptions {
  readonly rows: number;
  readonly tells?: 'totalPage' | 'total' | 'nothing';
  /** A page that cannot be read. */
  readonly failing?: number;
  /** The list takes no notice of the page that is asked for. */
  readonly repeatsItself?: boolean;
}

/** A list of numbers, and how it was asked. */
class List {
  readonly asked: number[] = [];
  mostAtOnce = 0;
  private underWay = 0;

  constructor(private readonly options: ListOptions) {}

  async read(): Promise<readonly number[]> {
    const list = new PagedList({ ask: (page) => this.page(page), keyOf: String });
    await list.loadAll(new AbortController().signal);
    return list.rows;
  }

  private async page({ pageNo }: { pageNo: number }): Promise<Page<number>> {
    const { rows, tells = 'totalPage', failing, repeatsItself = false } = this.options;
    this.asked.push(pageNo);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.underWay);
    // Later pages come first.
    for (let turn = pageNo; turn < 12; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.underWay--;
    if (pageNo === failing) {
      throw new Error('this page cannot be read');
    }
    const start = repeatsItself ? 0 : (pageNo - 1) * pageSize;
    const all = Array.from({ length: rows }, (_, index) => index);
    return {
      rows: all.slice(start, start + pageSize),
      total: tells === 'total' ? rows : undefined,
      totalPage: tells === 'totalPage' ? Math.ceil(rows / pageSize) : undefined,
    };
  }
}

describe('a list that is read as a whole', () => {
  for (const tells of ['totalPage', 'total', 'nothing'] as const) {
    for (const rows of [0, 1, 25, 26, 249]) {
      it(`has all of its ${rows} rows in order, where the portal tells ${tells} of it`, async () => {
        const read = await new List({ rows, tells }).read();
        assert.deepEqual(
          read,
          Array.from({ length: rows }, (_, index) => index),
        );
      });
    }
  }

  it('is asked for at most six pages at once, after the first', async () => {
    const list = new List({ rows: 249 });
    await list.read();
    assert.deepEqual([list.mostAtOnce, list.asked.length, list.asked[0]], [6, 10, 1]);
  });

  it('is asked for one page after the other where the portal does not tell how many there are', async () => {
    const list = new List({ rows: 60, tells: 'nothing' });
    await list.read();
    assert.deepEqual([list.mostAtOnce, list.asked], [1, [1, 2, 3, 4]]);
  });

  it('ends with a page that brings nothing new', async () => {
    const list = new List({ rows: 60, tells: 'nothing', repeatsItself: true });
    assert.equal((await list.read()).length, 25);
    assert.deepEqual(list.asked, [1, 2]);
  });

  it('is not asked for further once a page has failed', async () => {
    const list = new List({ rows: 1249, failing: 3 });
    await assert.rejects(list.read(), /this page cannot be read/);
    const asked = list.asked.length;
    for (let turn = 0; turn < 40; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(asked < 50);
    assert.equal(list.asked.length, asked);
  });
});
