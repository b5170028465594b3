import assert from 'node:assert/strict';
import { shareSubject, subjectsOf } from '../../../src/orders/subject';
import { bodyOf, headOf } from '../support/entries';
import { highAvailabilityId } from '../support/reference';
import { entryOf } from '../../../src/orders/entry';

const recordingId = '3048573759449317376';
const order = (told: Parameters<typeof bodyOf>[0] = {}, baseUrl = 'https://portal.example') =>
  entryOf(headOf({ body: bodyOf(told), baseUrl }), []);

describe('whether two orders may be the same purchase', () => {
  const both = [[highAvailabilityId], [recordingId]] as const;
  const cases: readonly (readonly [what: string, other: ReturnType<typeof order>, same: boolean])[] = [
    ['are for the same service of the same instance', order(), true],
    ['differ in their quantity', order({ lines: [[highAvailabilityId, 11]] }), true],
    ['differ in their PO number', order({ poNumber: 'PO-8' }), true],
    ['share one of several services', order({ lines: both }), true],
    ['are for other services', order({ lines: [[recordingId, 10]] }), false],
    ['differ in the last digit of the service', order({ lines: [['3048573935752720385', 10]] }), false],
    ['are for other instances', order({ productNo: '3658B4311196K2IE' }), false],
    ['are for an instance and for a new one', order({ productNo: undefined }), false],
    ['are of other portals', order({}, 'https://other.example'), false],
  ];
  for (const [what, other, same] of cases) {
    it(`is ${same ? 'possible' : 'ruled out'} if they ${what}`, () => {
      assert.deepEqual([shareSubject(order(), other), shareSubject(other, order())], [same, same]);
    });
  }

  it('is possible if the guide gives one product two IDs', () => {
    for (const operationType of ['purchase_service', 'renew_service']) {
      for (const productNo of ['3658B4311196K2ID', undefined]) {
        const [one, other] = [20, 21].map((productId) => {
          const body = bodyOf({ productNo }).replace('"productId":13', `"productId":${productId}`);
          return entryOf(headOf({ body: body.replace('purchase_service', operationType) }), []);
        });
        assert.ok(one && other);
        assert.deepEqual([shareSubject(one, other), shareSubject(one, order({ productNo }))], [true, false]);
        assert.deepEqual(subjectsOf(one), subjectsOf(other), 'they share their locks');
      }
    }
  });

  it('compares product, instance and service separately, not their concatenation', () => {
    const one = order({ productNo: '3', lines: [['11']] });
    assert.equal(shareSubject(one, order({ productNo: '31', lines: [['1']] })), false);
  });

  it('depends neither on the order of the services nor on repetitions', () => {
    const [ab, ba, aba] = [both, [...both].reverse(), [...both, both[0]]].map((lines) =>
      subjectsOf(order({ lines })),
    );
    assert.deepEqual([ba, aba], [ab, ab]);
    assert.equal(ab?.length, 2);
  });
});
