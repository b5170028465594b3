import assert from 'node:assert/strict';
import type { FormInput } from '../../../src/form/facts';
import type * as fieldTexts from '../../../src/form/fields';
import { noAnswers } from '../../../src/form/formAnswers';
import type * as reading from '../../../src/form/readForm';
import { readCatalogue } from '../../../src/portal/catalogue';
import { parseExact } from '../../../src/portal/exactJson';
import { readInstanceDetail } from '../../../src/portal/instances';
import { operationRules } from '../../../src/rules/table';
import { hostCode } from '../support/hostCode';

/** As many as a reply may name, half of them the PBX's own. */
const count = 4900;

/** Milliseconds: some five times of what it takes, a fraction of what it took with a search of one list for each row. */
const most = 1500;

const chosen = {
  productNo: 'A',
  connectionPlanId: '2',
  serviceId: '100000',
  quantity: '10',
  billingCycle: 'annually',
  multiCycle: '1',
  billingId: '7',
};

const listOf = (row: (index: number) => string) =>
  `[${Array.from({ length: count }, (_, index) => row(index)).join(',')}]`;
const services = (from: number) =>
  listOf((index) => `{"serviceId":"${from + index}","name":"Service ${from + index}"}`);
const ready = <T>(value: T) => ({ status: 'ready', value }) as const;

describe(`a form with ${count} services`, () => {
  let fieldsOf: typeof fieldTexts.fieldsOf;
  let readForm: typeof reading.readForm;
  let lookedUp: FormInput['lookedUp'];

  before(async () => {
    const code = await hostCode({ fieldsOf: 'form/fields', readForm: 'form/readForm' });
    ({ fieldsOf, readForm } = code as typeof fieldTexts & typeof reading);
    const plans = '[{"planId":"1","name":"Enterprise"},{"planId":"2","name":"Ultimate"}]';
    const catalogue = parseExact(`{"planList":${plans},"serviceList":${services(100_000)}}`);
    const has = services(100_000 + count / 2);
    const detail = parseExact(`{"productNo":"A","planId":"2","extensions":10,"list":${has}}`);
    lookedUp = {
      ...noAnswers,
      catalogue: ready(readCatalogue(catalogue)),
      detail: ready(readInstanceDetail(detail, 'A')),
    };
  });

  const operationsOf = (productId: number) =>
    operationRules
      .filter(({ productIds }) => productIds.includes(productId))
      .flatMap((rule) => rule.operations);
  const targets = [12, 13].flatMap((productId) =>
    [...new Set(operationsOf(productId))].map((operation) => ({ productId, operation })),
  );
  for (const target of targets) {
    it(`is there at once: ${target.operation}, product ${target.productId}`, () => {
      const values = Object.fromEntries(
        Array.from({ length: 1.5 * count }, (_, index) => 100_000 + index).flatMap((id) => [
          [`serviceId.${id}`, 'true'],
          [`quantity.${id}`, '1'],
        ]),
      );
      const facts: FormInput = {
        target: { ...target, productName: '', productNo: 'A', instanceName: '', service: undefined },
        lookedUp,
        values: { ...values, ...chosen },
        problems: {},
        explain: String,
      };
      // The time of this process only: others may be at work on the same machine.
      const before = process.cpuUsage();
      const fields = fieldsOf(facts);
      readForm(facts);
      const { user, system } = process.cpuUsage(before);
      const took = (user + system) / 1000;
      assert.ok(fields.length > 0);
      assert.ok(took < most, `${took} ms`);
    });
  }
});
