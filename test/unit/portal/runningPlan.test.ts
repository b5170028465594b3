import assert from 'node:assert/strict';
import { parseExact } from '../../../src/portal/exactJson';
import { readInstanceDetail, readInstances } from '../../../src/portal/instances';
import { findPlan } from '../../../src/portal/subscriptions';
import { readCatalogue } from '../../../src/portal/catalogue';

const enterprise = '3048571730026938369';
const ultimate = '3048572026291630081';

function read(fields: string) {
  const { planId, planName, planSwitch, expiry } = readInstanceDetail(
    parseExact(`{"productNo":"A",${fields}}`),
    'A',
  );
  return [
    planId,
    planName,
    expiry,
    planSwitch?.until,
    planSwitch?.coming?.planId,
    planSwitch?.coming?.planName,
  ];
}

const toEnterprise = `"planId":${enterprise},"planName":"Enterprise Plan","expireDate":"2028-03-31"`;

describe('the current plan of an instance', () => {
  const cases: readonly (readonly [what: string, fields: string, expected: readonly unknown[]])[] = [
    ['no switch is pending', toEnterprise, [enterprise, 'Enterprise Plan', '2028-03-31']],
    [
      'the fields of a switch are empty',
      `${toEnterprise},"currentPlan":" ","currentPlanExpireDate":""`,
      [enterprise, 'Enterprise Plan', '2028-03-31'],
    ],
    [
      'the fields of a switch are null',
      `${toEnterprise},"currentPlan":null`,
      [enterprise, 'Enterprise Plan', '2028-03-31'],
    ],
    [
      'a switch is pending, given by name',
      `${toEnterprise},"currentPlan":"Ultimate Plan","currentPlanExpireDate":"2027-03-31"`,
      [undefined, 'Ultimate Plan', '2027-03-31', '2027-03-31', enterprise, 'Enterprise Plan'],
    ],
    [
      'a switch is pending, given by id',
      `${toEnterprise},"currentPlan":"${ultimate}","currentPlanExpireDate":1806494400000`,
      [ultimate, undefined, '1806494400000', '1806494400000', enterprise, 'Enterprise Plan'],
    ],
    [
      'its end date is missing, and the other date may be that of the next plan',
      `${toEnterprise},"currentPlan":"Ultimate Plan"`,
      [undefined, 'Ultimate Plan', undefined, undefined, enterprise, 'Enterprise Plan'],
    ],
    [
      'the next plan has a record of its own',
      `"currentPlan":"Ultimate Plan","currentPlanExpireDate":"2027-03-31","plan":{"planId":${enterprise},"name":"Enterprise Plan"}`,
      [undefined, 'Ultimate Plan', '2027-03-31', '2027-03-31', enterprise, 'Enterprise Plan'],
    ],
    [
      'both plans are named',
      `"currentPlan":"ultimate plan","currentPlanExpireDate":"2027-03-31","plans":[{"planId":${enterprise},"name":"Enterprise Plan"},{"planId":${ultimate},"name":"Ultimate Plan"}]`,
      [ultimate, 'Ultimate Plan', '2027-03-31', '2027-03-31', enterprise, 'Enterprise Plan'],
    ],
    [
      'the plan named elsewhere is the current one',
      `${toEnterprise},"currentPlan":"Enterprise Plan","currentPlanExpireDate":"2027-03-31"`,
      [enterprise, 'Enterprise Plan', '2027-03-31', '2027-03-31'],
    ],
    [
      'no other plan is named',
      '"currentPlan":"Ultimate Plan","currentPlanExpireDate":"2027-03-31"',
      [undefined, 'Ultimate Plan', '2027-03-31', '2027-03-31'],
    ],
  ];
  for (const [what, fields, expected] of cases) {
    it(`is read if ${what}`, () => {
      assert.deepEqual(read(fields), [...expected, ...Array.from({ length: 6 - expected.length })]);
    });
  }

  it('is the one in a row of the list', () => {
    const row = `[{"productNo":"A",${toEnterprise},"currentPlan":"Ultimate Plan"},{"productNo":"B",${toEnterprise}}]`;
    assert.deepEqual(
      readInstances(12, parseExact(row)).rows.map(({ planName }) => planName),
      ['Ultimate Plan', 'Enterprise Plan'],
    );
  });

  it('is found among the plans by its id, or by a name that only one plan has', () => {
    const { plans } = readCatalogue(
      parseExact(
        `[{"planId":${enterprise},"planName":"Enterprise Plan"},{"planId":${ultimate},"planName":"Ultimate Plan"},{"planId":9,"planName":"Twice"},{"planId":8,"planName":"Twice"}]`,
      ),
    );
    const idOf = (planName: string) => findPlan(plans, { planId: undefined, planName })?.planId;
    assert.deepEqual(
      [idOf('Ultimate Plan'), idOf(' ULTIMATE plan'), idOf('Twice'), idOf('Ultimate')],
      [ultimate, ultimate, undefined, undefined],
    );
    assert.equal(findPlan(plans, { planId: undefined, planName: undefined }), undefined);
  });
});
