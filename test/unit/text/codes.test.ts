import assert from 'node:assert/strict';
import type * as orderDocument from '../../../src/documents/orderText';
import type * as outcomeLogs from '../../../src/form/outcomeLog';
import type * as stateTexts from '../../../src/text/orderTexts';
import { entryOf, type JournalEntry } from '../../../src/orders/entry';
import { RefusedError } from '../../../src/portal/errors';
import { parseExact } from '../../../src/portal/exactJson';
import { CollectedLog } from '../support/collectedLog';
import { hostCode } from '../support/hostCode';
import { headOf, noon } from '../support/entries';

type Texts = typeof orderDocument & typeof outcomeLogs & typeof stateTexts;

const code = 'YL3206252408';

/** The code with an invisible character in it. */
const alike = ['YL32062524\u200b08', 'YL3206252408\u200d', 'YL3206252408\u00ad', 'YL320625\ufe0f2408'];

/** An order of unknown outcome that may be the portal's order with this number. */
function unknownOrder(orderNo: string): JournalEntry {
  const head = headOf({ before: { orderNos: [orderNo], newestId: orderNo, total: 2 } });
  return entryOf(head, [
    { state: 'unknown', at: noon, reason: 'lost' },
    { state: 'looked', at: noon, possible: [orderNo] },
  ]);
}

/** A placed order whose reply had this request id. */
function placedOrder(requestId: string): JournalEntry {
  return entryOf(headOf({}), [
    { state: 'placed', at: noon, by: 'reply', orderNo: code, reply: '{}', requestId },
  ]);
}

describe('Two codes that differ only in invisible characters', () => {
  let texts: Texts;

  before(async () => {
    texts = (await hostCode({
      entryStateText: 'text/orderTexts',
      entryServiceText: 'text/orderTexts',
      lastCheckSentence: 'text/orderTexts',
      journalEntryText: 'documents/orderText',
      orderText: 'documents/orderText',
      logOutcome: 'form/outcomeLog',
    })) as Texts;
  });

  /** What is shown of a code, by place. */
  const places: Readonly<Record<string, (shown: string) => string>> = {
    'the row of an order that may be one of the portal': (shown) => texts.entryStateText(unknownOrder(shown)),
    'the sentence about the last check': (shown) => texts.lastCheckSentence(unknownOrder(shown)),
    'the last check in the document of a journal entry': (shown) =>
      lineOf(texts.journalEntryText(unknownOrder(shown)), 'may be'),
    'the earlier orders in the document of a journal entry': (shown) =>
      lineOf(texts.journalEntryText(unknownOrder(shown)), 'On the first page'),
    'the highest order id in the document of a journal entry': (shown) =>
      lineOf(texts.journalEntryText(unknownOrder(shown)), 'Highest order ID'),
    'the request id in the document of a journal entry': (shown) =>
      lineOf(texts.journalEntryText(placedOrder(shown)), 'Request ID'),
    'a service without a name': (shown) =>
      texts.entryServiceText({
        ordered: { ...unknownOrder(code).ordered, serviceList: [{ serviceId: shown }] },
        serviceName: '',
      }),
    'the id of an order in its document': (shown) => lineOf(documentOf({ id: shown }), 'Order ID'),
    'the product id in the document of an order': (shown) =>
      lineOf(documentOf({ productId: shown }), 'Product ID'),
    'the custom reference in the document of an order': (shown) =>
      lineOf(documentOf({ customReferenceNo: shown }), 'Custom reference'),
    'an undocumented number in the document of an order': (shown) =>
      lineOf(documentOf({ contractNo: shown }), 'contractNo'),
    'a service id in the document of an order': (shown) =>
      lineOf(documentOf({ serviceList: [{ serviceId: shown, quantity: 1 }] }), 'Service '),
    'the request id of a placed order in the output': (shown) => {
      const log = new CollectedLog();
      const receipt = { orderNo: code };
      texts.logOutcome(log, { kind: 'placed', receipt, requestId: shown, reply: '{}' });
      return log.text;
    },
    'the request id of a refusal': (shown) =>
      new RefusedError(
        { method: 'POST', host: 'portal.test', path: '/' },
        {
          transportStatus: 400,
          status: 400,
          code: 'X',
          detailMessage: '',
          requestId: shown,
          result: null,
          isWhole: true,
          text: '',
        },
      ).sentence(),
  };

  const documentOf = (detail: Record<string, unknown>): string =>
    texts.orderText({
      orderNo: code,
      detail: { reply: parseExact(JSON.stringify({ orderNo: code, ...detail })) },
      listed: undefined,
      entry: undefined,
      nameOf: () => undefined,
    });

  for (const [place, show] of Object.entries(places)) {
    it(`do not look alike: ${place}`, () => {
      const shown = show(code);
      assert.ok(seen(shown).includes(code), shown);
      for (const other of alike) {
        assert.notEqual(seen(show(other)), seen(shown));
      }
    });
  }
});

/** What a reader sees of a text. */
function seen(text: string): string {
  return text.replace(/[\p{Default_Ignorable_Code_Point}\u2066-\u2069]/gu, '');
}

function lineOf(document: string, label: string): string {
  const line = document.split('\n').find((one) => one.includes(label));
  assert.ok(line !== undefined, document);
  return line;
}
