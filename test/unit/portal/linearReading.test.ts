import assert from 'node:assert/strict';
import type * as reports from '../../../src/form/outcomeLog';
import { judgeReply } from '../../../src/orders/judgeReply';
import type { Outcome } from '../../../src/orders/outcome';
import { entryText } from '../../../src/outputLog';
import { readCatalogue, readProducts, readTerms } from '../../../src/portal/catalogue';
import { openEnvelope } from '../../../src/portal/envelope';
import { type Json, parseTolerant } from '../../../src/portal/exactJson';
import { readInstanceDetail, readReceivedInstances } from '../../../src/portal/instances';
import { readAreas, readBillingContacts, readPartners, readRegions } from '../../../src/portal/lookupReplies';
import { readOrderDetail } from '../../../src/portal/orderDetail';
import { readOrders } from '../../../src/portal/portalOrders';
import { readPrice } from '../../../src/portal/price';
import { readPriceList } from '../../../src/portal/priceList';
import { readRunningPlan } from '../../../src/portal/subscriptions';
import { KnownSecrets } from '../../../src/portal/secrets';
import { documentText, iconlessText, linklessText, spokenText } from '../../../src/text/plainText';
import { CollectedLog } from '../support/collectedLog';
import { hostCode } from '../support/hostCode';
import { assertLinear, milliseconds, noticeable } from '../support/linear';
import { piecesOfPatterns, repeated } from '../support/pumpedTexts';
import { envelope } from '../support/replies';
import { savePath } from '../support/requests';

const exchange = { method: 'POST', host: 'portal.test', path: savePath } as const;
const pieces = piecesOfPatterns();

/** Every reader of a part of a reply. */
const readers: readonly ((json: Json) => unknown)[] = [
  readPrice,
  readPriceList,
  (json) => readReceivedInstances(13, json),
  (json) => readInstanceDetail(json, 'P'),
  readOrderDetail,
  readOrders,
  readProducts,
  readCatalogue,
  readTerms,
  readBillingContacts,
  readPartners,
  readRegions,
  readAreas,
  (json) => readRunningPlan(json, undefined),
];

/** Repeats a piece, with an end that keeps a pattern from matching, or with many places where a match can begin. */
const ways: readonly ((piece: string) => (size: number) => string)[] = [
  (piece) => repeated(piece, '!'),
  (piece) => repeated(`${piece}1`, 'x'),
  (piece) => repeated(`${piece} `, 'é'),
];

const everywhere = ways.flatMap((way) => pieces.map(way));

/** One character of each class that a pattern may contain. */
const singles = Array.from(' \u00a0\n_-.01aAé成"(,%').flatMap((one) => [
  repeated(one, '!'),
  repeated(`${one}1`, ' '),
]);

describe('reading a reply takes time in proportion to its size', () => {
  const judge = (status: number, result: string, code = 'success', detail = '') =>
    judgeReply(
      exchange,
      { status, text: envelope(result, { code, status, detail }), location: '', retryAfter: 0 },
      { productNo: 'P' },
    );

  it('for a reply to an order, whatever its texts contain', () => {
    assertLinear(
      (texts) => {
        judge(400, JSON.stringify({ a: texts }), 'bad');
        for (const message of texts) {
          judge(200, `{"orderNo":"YL1","message":${JSON.stringify(message)}}`);
          judge(200, '{"orderNo":"YL1"}', 'success', message);
        }
      },
      everywhere,
      5000,
    );
  });

  /** Every field that any reader looks for, in any kind of reply. */
  const fields = [
    ...['orderNo', 'id', 'orderStatus', 'transactionNo', 'instanceId', 'productNo', 'createTime', 'poNumber'],
    ...['customReferenceNo', 'productId', 'invoiceNo', 'currencyCode', 'code', 'status', 'message', 'field'],
    ...[
      'totalPrice',
      'price',
      'amount',
      'currency',
      'planName',
      'planId',
      'quantity',
      'serviceId',
      'comment',
    ],
    ...[
      'serviceName',
      'name',
      'expireDate',
      'activationStatus',
      'firstName',
      'regionId',
      'total',
      'billingId',
    ],
  ];

  it('for each field of a reply, a list or a detail, whatever it contains', () => {
    for (const field of fields) {
      const others = field === 'orderNo' ? '' : '"orderNo":"YL1",';
      const plan = field === 'serviceId' || field === 'planId' ? '' : '"serviceId":"1","planId":"2",';
      assertLinear(
        (texts) => {
          for (const text of texts) {
            const row = `{${others}${plan}"${field}":${JSON.stringify(text)}}`;
            judge(200, row);
            judge(400, row, 'bad');
            const json = parseTolerant(`[${row}]`);
            for (const read of readers) {
              read(json);
            }
          }
        },
        singles,
        6000,
      );
    }
  });

  it('for the fields of the envelope', () => {
    assertLinear(
      (texts) => {
        for (const text of texts) {
          for (const name of ['code', 'detailMessage', 'requestId', 'status']) {
            const fields = { code: 'bad', detailMessage: '', requestId: '1', status: '400', [name]: text };
            const whole = JSON.stringify({ ...fields, result: null });
            for (const status of [200, 400]) {
              const reply = { status, text: whole, location: '', retryAfter: 0 };
              judgeReply(exchange, reply, {});
              assert.throws(() => openEnvelope({ ...exchange, method: 'GET' }, reply));
            }
          }
          // Not an envelope at all.
          judgeReply(exchange, { status: 400, text, location: '', retryAfter: 0 }, {});
        }
      },
      singles,
      8000,
    );
  });

  it('for what is shown, recorded and logged', async () => {
    const code: unknown = await hostCode({ logOutcome: 'form/outcomeLog' });
    const { logOutcome } = code as Pick<typeof reports, 'logOutcome'>;
    const marks = [
      '\u2066',
      '\u2068',
      '\u2069',
      '\u2066a\u2069',
      '\u2066א\u2069',
      '\u2067',
      '\u200f',
      '\u2028',
      '$(',
      '](',
    ];
    const known = new KnownSecrets();
    known.note(['token-of-the-session-1', '12345678']);
    assertLinear(
      (texts) => {
        for (const text of texts) {
          const judged = judge(400, 'null', 'bad', text);
          const reply = JSON.stringify({ text });
          if (judged.kind === 'refused' || judged.kind === 'unknown') {
            const outcome: Outcome = { ...judged, reply };
            const log = new CollectedLog();
            logOutcome(log, outcome);
            entryText(log.text);
          }
          for (const show of [documentText, iconlessText, linklessText, spokenText]) {
            show(text);
          }
          known.redact(text);
        }
      },
      [
        ...marks.flatMap((mark) => ways.map((way) => way(mark))),
        ...marks.map((mark) => repeated(mark, '')),
        ...singles,
      ],
    );
  });

  it('for a record with one field in thousands of spellings', () => {
    for (const field of [...fields, 'error', 'success', 'already', 'result', 'data', 'token']) {
      const spelled = (count: number) =>
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `${field}${index.toString(2).padStart(14, '0').replaceAll('0', '-').replaceAll('1', '_')}`,
            '7x',
          ]),
        );
      const timeOf = (count: number) => {
        const record = `{"orderNo":"YL1","a":${JSON.stringify(spelled(count))}}`;
        return milliseconds(() => {
          judge(200, record);
          judge(400, record, 'bad');
          const json = parseTolerant(`[${record}]`);
          for (const read of readers) {
            read(json);
          }
        });
      };
      const once = timeOf(1000);
      const fourTimes = once < 4 * noticeable ? 0 : timeOf(4000);
      assert.ok(fourTimes < 9 * once, `${field}: ${once} ms, four times as many ${fourTimes} ms`);
    }
  });
});
