import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCalendarDay, type CalendarDay } from '../../../src/portal/writtenDay';
import { withDay } from '../../../src/renewals/dueDate';
import { NoticeFile } from '../../../src/renewals/noticeFile';

const dateOf = (productNo: string, expiry = '2026-12-12') =>
  withDay({ productId: 13, productNo, name: '', expiry });
const [one, two, three] = [dateOf('SN1'), dateOf('SN2'), dateOf('SN3')];

describe('the notice of renewals', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'pbx-notices-')), 'new');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  const windowOf = (account = 'client 1') =>
    new NoticeFile(folder, { baseUrl: 'https://portal.example', account });
  const numbers = async (file: NoticeFile, due: Parameters<NoticeFile['take']>[0], today: string) =>
    (await file.take(due, asDay(today))).map(({ productNo }) => productNo);

  it('comes once a day at most, and only for what is new', async () => {
    const file = windowOf();
    assert.deepEqual(await numbers(file, [], '2026-11-28'), []);
    assert.deepEqual(await numbers(file, [one, two], '2026-11-28'), ['SN1', 'SN2']);
    assert.deepEqual(await numbers(file, [one, two, three], '2026-11-28'), []);
    assert.deepEqual(await numbers(file, [one, two, three], '2026-11-29'), ['SN3']);
    assert.deepEqual(await numbers(file, [one, two, three], '2026-11-30'), []);
    assert.deepEqual(await numbers(file, [two, dateOf('SN1', '2027-12-12')], '2027-12-01'), ['SN1']);
    assert.equal((await readdir(folder)).length, 1);
  });

  it('comes in one window', async () => {
    const shown = await Promise.all(
      Array.from({ length: 5 }, () => numbers(windowOf(), [one], '2026-11-28')),
    );
    assert.deepEqual(shown.flat(), ['SN1']);
  });

  it('comes for each account', async () => {
    assert.deepEqual(await numbers(windowOf(), [one], '2026-11-28'), ['SN1']);
    assert.deepEqual(await numbers(windowOf('client 2'), [one], '2026-11-28'), ['SN1']);
  });

  it('does not come again after the clock was set back', async () => {
    assert.deepEqual(await numbers(windowOf(), [one], '2026-11-28'), ['SN1']);
    assert.deepEqual(await numbers(windowOf(), [one, two], '2026-11-27'), []);
  });
});

function asDay(text: string): CalendarDay {
  const day = readCalendarDay(text);
  assert.ok(day);
  return day;
}
