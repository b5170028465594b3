import assert from 'node:assert/strict';
import { calendarDayOf } from '../../../src/portal/writtenDay';
import { renewalsCalendar, renewalsText } from '../../../src/export/renewals';
import { type StoredDueDate, withDay } from '../../../src/renewals/dueDate';
import { groupRenewals, type Renewal } from '../../../src/renewals/renewalGroups';
import { readCalendar } from './readCalendar';
import { readCsv } from './readCsv';

const portal = 'https://portal.example';
const today = calendarDayOf(new Date(2026, 10, 28));

function renewalsOf(...stored: readonly Partial<StoredDueDate>[]): Renewal[] {
  const dates = stored.map((one, index) =>
    withDay({
      productId: 13,
      productNo: `SN${index}`,
      name: 'Lagos head office',
      planName: 'Enterprise Plan',
      extensions: 10,
      expiry: '2027-03-31',
      readAt: Date.UTC(2026, 10, 26, 9, 12),
      ...one,
    }),
  );
  return groupRenewals(dates, { today, orderedFor: () => undefined }).flatMap(({ renewals }) => renewals);
}

/** The lines of a calendar, those that were folded in one piece again. */
const linesOf = (text: string) => text.replaceAll(/\r\n[ \t]/g, '').split('\r\n');

/** The properties of each event. */
const eventsOf = (text: string) => readCalendar(text).components.map(({ properties }) => properties);

describe('the calendar file', () => {
  it('has an event of a whole day with two reminders for each PBX', () => {
    const text = renewalsCalendar(renewalsOf({}), portal);
    assert.deepEqual(
      linesOf(text).filter((line) => !/^(UID|X-MICROSOFT)/.test(line)),
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//PBX Subscriptions//Renewals//EN',
        'NAME:PBX renewals',
        'X-WR-CALNAME:PBX renewals',
        'BEGIN:VEVENT',
        `SEQUENCE:${(Date.UTC(2026, 10, 26, 9, 12) - Date.UTC(2020, 0, 1)) / 1000}`,
        'DTSTAMP:20261126T091200Z',
        'DTSTART;VALUE=DATE:20270331',
        'SUMMARY:Lagos head office: subscription ends',
        'TRANSP:TRANSPARENT',
        'DESCRIPTION:Serial number: SN0\\nPlan: Enterprise Plan\\nExtensions: 10',
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        'TRIGGER:-P29DT15H',
        'DESCRIPTION:Lagos head office: subscription ends',
        'END:VALARM',
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        'TRIGGER:-P6DT15H',
        'DESCRIPTION:Lagos head office: subscription ends',
        'END:VALARM',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ],
    );
  });

  it('keeps the UID of a PBX when its date moves, and has another for each PBX and portal', () => {
    const uids = (renewals: Renewal[], baseUrl = portal) =>
      linesOf(renewalsCalendar(renewals, baseUrl)).filter((line) => line.startsWith('UID:'));
    const [first] = uids(renewalsOf({}));
    assert.deepEqual(uids(renewalsOf({ expiry: '2028-03-31', name: 'Lagos' })), [first]);
    const all = [
      first,
      ...uids(renewalsOf({}), 'https://other.example'),
      ...uids(renewalsOf({ productNo: 'SN7' })),
      ...uids(renewalsOf({ productId: 12 })),
    ];
    assert.equal(new Set(all).size, 4);
  });

  it('is an update of an earlier file: the same events, each with a higher number', () => {
    const files = [
      renewalsOf({}),
      // Read again within the same minute.
      renewalsOf({ expiry: '2028-03-31', readAt: Date.UTC(2026, 10, 26, 9, 12, 7) }),
      // Renewed from here, and not read since.
      renewalsOf({ expiry: '2028-03-31', readAt: Date.UTC(2026, 10, 26, 9, 12, 7) }).map((renewal) => ({
        ...renewal,
        ordered: { at: Date.UTC(2026, 10, 27), status: undefined },
      })),
    ].map((renewals) => eventsOf(renewalsCalendar(renewals, portal))[0]);
    const valuesOf = (name: string) => files.map((event) => event?.get(name) ?? '');
    assert.equal(new Set(valuesOf('UID')).size, 1);
    assert.deepEqual(valuesOf('DTSTART'), ['20270331', '20280331', '20280331']);
    assert.deepEqual(valuesOf('DTSTAMP'), ['20261126T091200Z', '20261126T091207Z', '20261127T000000Z']);
    const [first = 0, second = 0, third = 0] = valuesOf('SEQUENCE').map(Number);
    assert.ok(first < second && second < third && third < 2 ** 31);
    assert.match(valuesOf('DESCRIPTION')[2] ?? '', /A renewal has been ordered\./);
    // The same again is no change.
    assert.equal(renewalsCalendar(renewalsOf({}), portal), renewalsCalendar(renewalsOf({}), portal));
  });

  for (const name of [
    'Commas, semicolons; and \\ backslashes \\n, \\; too',
    '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(40),
    `${'x'.repeat(70)}${'漢😀é'.repeat(30)}`,
    'BEGIN:VEVENT',
    '"quoted": text, ending in \\',
  ]) {
    it(`is read as it was written by other programs: ${name.slice(0, 20)}`, () => {
      const [event] = eventsOf(renewalsCalendar(renewalsOf({ name, planName: name }), portal));
      assert.equal(event?.get('SUMMARY'), `${name}: subscription ends`);
      assert.equal(event.get('DESCRIPTION'), `Serial number: SN0\nPlan: ${name}\nExtensions: 10`);
    });
  }

  it('has line breaks of a name as spaces', () => {
    const name = ' Lagos\r\nhead\u2028office\toffice\n';
    const [event] = eventsOf(renewalsCalendar(renewalsOf({ name }), portal));
    assert.equal(event?.get('SUMMARY'), 'Lagos head office office: subscription ends');
  });

  it('leaves out what has no certain date', () => {
    const text = renewalsCalendar(renewalsOf({ expiry: '05/04/2027' }, { expiry: 'permanent' }), portal);
    assert.doesNotMatch(text, /VEVENT/);
  });

  it('contains no lines that a name smuggles in, no control characters, and none that is too long', () => {
    const name = `Évora; \\, "x"\r\nATTENDEE:evil\u0007 ${'漢字'.repeat(60)}`;
    const text = renewalsCalendar(renewalsOf({ name }), portal);
    assert.doesNotMatch(text, /^ATTENDEE/m);
    assert.doesNotMatch(text.replaceAll('\r\n', ''), /\p{Cc}/u);
    for (const line of text.split('\r\n')) {
      assert.ok(Buffer.byteLength(line) <= 75, `${Buffer.byteLength(line)} bytes: ${line}`);
    }
    const summary = linesOf(text).find((line) => line.startsWith('SUMMARY:'));
    assert.ok(summary?.startsWith('SUMMARY:Évora\\; \\\\\\, "x" ATTENDEE:evil 漢字'), summary);
  });
});

describe('the table of renewals', () => {
  const renewals = renewalsOf(
    { expiry: '31/03/2027', isTrial: true },
    { expiry: '05/04/2027', name: '=1+1', productNo: '0012' },
  );

  it('has the date and what the portal wrote', () => {
    const [header = [], ...rows] = readCsv(renewalsText(renewals, 'csv'));
    const cell = (row: readonly string[] | undefined, name: string) => row?.[header.indexOf(name)];
    assert.equal(cell(rows[0], 'endDate'), '2027-03-31');
    assert.equal(cell(rows[0], 'endDateAsWritten'), '31/03/2027');
    assert.equal(cell(rows[0], 'daysLeft'), '123');
    assert.equal(cell(rows[0], 'trial'), 'true');
    assert.equal(cell(rows[0], 'readAt'), '2026-11-26T09:12:00.000Z');
    assert.equal(cell(rows[1], 'endDate'), '');
    assert.equal(cell(rows[1], 'endDateAsWritten'), '05/04/2027');
    assert.equal(cell(rows[1], 'productNo'), "'0012");
    assert.equal(cell(rows[1], 'name'), "'=1+1");
  });

  it('is the same as JSON', () => {
    const [first, second] = JSON.parse(renewalsText(renewals, 'json')) as Record<string, unknown>[];
    assert.equal(first?.endDate, '2027-03-31');
    assert.equal(first.extensions, 10);
    assert.equal(second?.endDate, null);
    assert.equal(second.productNo, '0012');
  });
});
