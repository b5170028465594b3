import assert from 'node:assert/strict';
import { env, ThemeIcon, type TreeItem } from 'vscode';
import type { Composition } from '../../src/compose/compose';
import { calendarDayOf } from '../../src/portal/writtenDay';
import type { Row } from '../../src/tree/rows/row';
import type { TestPortal, TestPortalOptions } from '../portal/testPortal';
import { asRead } from '../unit/support/asRead';
import { cloudPbxRows, setSetting, shown, signedIn } from './extension';

describe('A row of an instance', () => {
  let parts: Composition;
  let portal: TestPortal;

  async function open(options: TestPortalOptions = {}): Promise<void> {
    ({ parts, portal } = await signedIn(options));
  }

  afterEach(async () => {
    await parts.session.signOut();
    await portal.close();
  });

  /** The rows below product 13. */
  async function rows(): Promise<Row[]> {
    return (await cloudPbxRows(parts)).below;
  }

  async function readDetails(index: number): Promise<void> {
    await parts.instances.getChildren((await rows())[index]);
  }

  /** The row, hover and accessible name of the first instance, whose list row and details have this end date. */
  async function ending(expireDate: string): Promise<{ item: TreeItem; text: string }> {
    await open({
      intercept: (_request, process) => {
        const reply = process();
        return {
          ...reply,
          body: reply.body.replaceAll(/"expireDate":"[^"]*"/g, `"expireDate":"${expireDate}"`),
        };
      },
    });
    const below = await rows();
    const [first] = below;
    assert.ok(first);
    return { item: first.treeItem(), text: shown(first) };
  }

  const inDays = (days: number) => {
    const now = new Date();
    return calendarDayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
  };
  const tooltipOf = (row: Row | undefined) => {
    const tooltip = row?.treeItem().tooltip;
    return typeof tooltip === 'string' ? tooltip : '';
  };
  const iconOf = ({ iconPath }: TreeItem) => (iconPath instanceof ThemeIcon ? iconPath.id : undefined);

  const formatted = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(env.language, { ...options, timeZone: 'UTC' }).format(Date.parse(day));

  for (const [days, icon, words] of [
    [-120, 'error', 'ended'],
    [-1, 'error', 'ended'],
    [0, 'warning', 'ends'],
    [30, 'warning', 'ends'],
    [31, 'circle-filled', 'until'],
    [120, 'circle-filled', 'until'],
  ] as const) {
    it(`has the icon ${icon} if the subscription ends in ${days} days, and the date first`, async () => {
      const { item, text } = await ending(inDays(days));
      assert.equal(iconOf(item), icon);
      const short = formatted(inDays(days), { month: 'short', day: 'numeric' });
      assert.ok(text.startsWith(`Lagos head office | ${words} ${short} · `), text);
    });
  }

  for (const days of [-121, 121]) {
    it(`shows only month and year of an end that is ${days} days away, and the day in the hover`, async () => {
      const { item, text } = await ending(inDays(days));
      const short = formatted(inDays(days), { month: 'short', year: 'numeric' });
      assert.match(text, new RegExp(`^Lagos head office \\| (until|ended) ${short} · `));
      const full = formatted(inDays(days), { dateStyle: 'medium' });
      assert.ok(typeof item.tooltip === 'string');
      const lines = asRead(item.tooltip).split('\n');
      assert.equal(lines[2], days < 0 ? `End date: ${full}, ended` : `End date: ${full}`);
      assert.ok(asRead(item.accessibilityInformation?.label ?? '').includes(full));
    });
  }

  it('has an icon for not activated even if the subscription has ended, and words for both', async () => {
    await ending(inDays(-1));
    const branch = (await rows())[1];
    assert.ok(branch);
    const item = branch.treeItem();
    assert.equal(iconOf(item), 'circle-slash');
    assert.ok(item.iconPath instanceof ThemeIcon);
    assert.equal(item.iconPath.color?.id, 'problemsErrorIcon.foreground');
    assert.match(shown(branch), /^Branch \| ended [^·]+ · not activated · /);
  });

  it('warns within as many days as the setting says, or never', async () => {
    await setSetting('renewalNoticeDays', 5);
    try {
      const { item } = await ending(inDays(6));
      assert.equal(iconOf(item), 'circle-filled');
      await setSetting('renewalNoticeDays', 0);
      await parts.session.signOut();
      await portal.close();
      assert.equal(iconOf((await ending(inDays(-1))).item), 'circle-filled');
    } finally {
      await setSetting('renewalNoticeDays', undefined);
    }
  });

  it('shows an end date that cannot be read as the portal writes it, without a warning', async () => {
    const { item, text } = await ending('04/05/2027');
    assert.ok(text.startsWith('Lagos head office | until 04/05/2027 · 10 extensions · '), text);
    assert.equal(iconOf(item), 'circle-filled');
  });

  it('has a hover with labelled lines, and knows the services once the details are read', async () => {
    await open();
    const hover = async () => asRead(tooltipOf((await rows())[0])).split('\n');
    const labels = (lines: readonly string[]) => lines.map((line) => line.split(': ')[0]);
    const all = [
      'Lagos head office',
      'Status',
      'End date',
      'Plan',
      'Extensions',
      'Services',
      'Serial number',
    ];
    assert.deepEqual(labels(await hover()), all);
    await readDetails(0);
    const lines = await hover();
    assert.deepEqual(labels(lines), all);
    assert.ok(lines.includes('Services: Recording Minutes'), lines.join('\n'));
    assert.equal(lines.at(-1), 'Serial number: 3658B4311196K2ID');
  });

  /** Has the list leave out services, which the guide does not document, and every subscription end far away. */
  const withoutListedServices: TestPortalOptions = {
    intercept: ({ path }, process) => {
      const reply = process();
      const listed = path.endsWith('instance_product_list')
        ? reply.body.replaceAll(/"serviceList":\[[^\]]*\]/g, '"serviceList":[]')
        : reply.body;
      return {
        ...reply,
        body: listed.replaceAll(/"expireDate":"[^"]*"/g, `"expireDate":"${inDays(200)}"`),
      };
    },
  };

  it('has a hover without services until the details are read if the list does not report them', async () => {
    await open(withoutListedServices);
    const hover = async () => asRead(tooltipOf((await rows())[0]));
    assert.doesNotMatch(await hover(), /^Services/m);
    await readDetails(0);
    assert.match(await hover(), /^Services: Recording Minutes$/m);
  });

  it('offers High Availability only where the list does not report it as subscribed', async () => {
    await open();
    const below = await rows();
    const words = (index: number) => below[index]?.treeItem().contextValue ?? '';
    assert.match(words(0), /\bhighAvailability\b/);
    assert.match(words(2), /\bhasHighAvailability\b/);
    // No details were requested.
    assert.ok(portal.requests.every(({ path }) => !path.endsWith('/detail')));
  });

  it('tells states apart in words and icons, and offers High Availability only where it is not subscribed', async () => {
    await open(withoutListedServices);
    const below = await rows();
    const states = below.slice(0, 25).map((row) => {
      const words = /not activated|activation unknown/.exec(shown(row))?.[0] ?? '';
      return `${words} ${iconOf(row.treeItem())}`;
    });
    assert.deepEqual(
      [...new Set(states)].sort(),
      [' circle-filled', 'activation unknown question', 'not activated circle-slash'].sort(),
    );
    const wordsOf = async (index: number) => {
      await readDetails(index);
      return (await rows())[index]?.treeItem().contextValue ?? '';
    };
    assert.match(await wordsOf(0), /\bhighAvailability\b/);
    assert.match(await wordsOf(2), /\bhasHighAvailability\b/);
  });
});
