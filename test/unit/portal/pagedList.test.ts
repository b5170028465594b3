import assert from 'node:assert/strict';
import { PagedList, pageSize } from '../../../src/portal/pagedList';
import type { Page } from '../../../src/portal/pages';

interface ListOptions {
  readonly rows: number;
  readonly reports?: 'totalPage' | 'total' | 'nothing';
  /** A page that cannot be read. */
  readonly failing?: number;
  /** The list ignores the requested page. */
  readonly repeatsItself?: boolean;
}

/** A list of numbers that counts its requests. */
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
    const { rows, reports = 'totalPage', failing, repeatsItself = false } = this.options;
    this.asked.push(pageNo);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.underWay);
    // Later pages arrive first.
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
      total: reports === 'total' ? rows : undefined,
      totalPage: reports === 'totalPage' ? Math.ceil(rows / pageSize) : undefined,
    };
  }
}

describe('a list that is read as a whole', () => {
  for (const reports of ['totalPage', 'total', 'nothing'] as const) {
    for (const rows of [0, 1, 25, 26, 249]) {
      it(`has all of its ${rows} rows in order if the portal reports ${reports}`, async () => {
        const read = await new List({ rows, reports }).read();
        assert.deepEqual(
          read,
          Array.from({ length: rows }, (_, index) => index),
        );
      });
    }
  }

  it('requests at most six pages at a time after the first', async () => {
    const list = new List({ rows: 249 });
    await list.read();
    assert.deepEqual([list.mostAtOnce, list.asked.length, list.asked[0]], [6, 10, 1]);
  });

  it('requests one page after the other if the portal does not report how many there are', async () => {
    const list = new List({ rows: 60, reports: 'nothing' });
    await list.read();
    assert.deepEqual([list.mostAtOnce, list.asked], [1, [1, 2, 3, 4]]);
  });

  it('ends at a page that contains nothing new', async () => {
    const list = new List({ rows: 60, reports: 'nothing', repeatsItself: true });
    assert.equal((await list.read()).length, 25);
    assert.deepEqual(list.asked, [1, 2]);
  });

  it('requests nothing more once a page has failed', async () => {
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
