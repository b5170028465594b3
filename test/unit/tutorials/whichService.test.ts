import assert from 'node:assert/strict';
import {
  operationRules,
  isChargedPerExtension,
  isUndecided,
  ruleForService,
  rulesFor,
} from '../../../src/rules/table';

const extension = '3048573516041273344';
const minutes = '3048573759449317376';
const highAvailability = '3048573935752720384';
const unknown = '3048573935752720385';

const forExtensions = 'Expand extensions, PCE';
const forMinutes = 'Expand recording minutes, PCE';
const forHighAvailability = 'High Availability, PCE';
const forOthers = 'Other services, PCE';
const forExpansion = 'Expand extensions or concurrent calls, Software';
const forSoftwareServices = 'Subscribe to service, Software';

const cases: readonly (readonly [
  productId: number,
  serviceId: string,
  name: string | undefined,
  tutorial: string,
])[] = [
  // The published id decides, whatever the name.
  [13, highAvailability, '高可用性', forHighAvailability],
  [13, highAvailability, 'Extension Expansion', forHighAvailability],
  [13, highAvailability, undefined, forHighAvailability],
  [13, extension, 'High Availability', forExtensions],
  [13, extension, 'Расширение номеров', forExtensions],
  [13, minutes, 'Call Recording (per extension)', forMinutes],
  // Otherwise the whole name.
  [13, unknown, 'High Availability', forHighAvailability],
  [13, unknown, ' high-availability (HA) ', forHighAvailability],
  [13, unknown, 'High\u2010Availability', forHighAvailability],
  [13, unknown, 'Extension Expansion', forExtensions],
  [13, unknown, 'Extensions', forExtensions],
  [13, unknown, 'Recording Minutes', forMinutes],
  [13, unknown, 'Recording Minutes [annual]', forMinutes],
  // A word of it is not enough.
  [13, unknown, 'Call Recording (per extension)', forOthers],
  [13, unknown, 'Call Recording per Extension', forOthers],
  [13, unknown, 'Extension Monitoring', forOthers],
  [13, unknown, 'Call Recording (per minute)', forOthers],
  [13, unknown, 'Transcription Minutes', forOthers],
  [13, unknown, 'High Availability Monitoring', forOthers],
  [13, unknown, 'Backup for High Availability and Extension Expansion', forOthers],
  [13, unknown, '', forOthers],
  [13, unknown, undefined, forOthers],
  [12, unknown, 'Extension Expansion', forExpansion],
  [12, unknown, 'Concurrent Call Expansion', forExpansion],
  [12, unknown, 'Concurrent Calls', forExpansion],
  [12, unknown, 'Call Recording (per extension)', forSoftwareServices],
  [12, unknown, 'Concurrent Agents', forSoftwareServices],
  [12, unknown, 'Hot Standby', forSoftwareServices],
  // The published ids are those of product 13.
  [12, highAvailability, 'Hotel PMS', forSoftwareServices],
];

describe('which service of the API guide a service is', () => {
  for (const [productId, serviceId, name, tutorial] of cases) {
    it(`${serviceId} “${name ?? 'no name'}” of product ${productId} is ordered by “${tutorial}”`, () => {
      const rules = rulesFor(productId, 'subscribe', 'instance');
      assert.equal(ruleForService(rules, { serviceId, name })?.tutorial, tutorial);
    });
  }

  const undecided: readonly (readonly [productId: number, name: string | undefined, expected: boolean])[] = [
    [13, 'Call Recording (per extension)', true],
    [13, undefined, true],
    [13, 'Recording Minutes', false],
    [12, 'Call Recording (per extension)', true],
    [12, undefined, true],
    [12, 'Hot Standby', false],
    [12, 'Hotel PMS (per room)', false],
    [12, 'AI Receptionist', false],
    [12, 'Extension Expansion', false],
    // One rule for all services: nothing is to be decided.
    [14, 'Whatever', false],
    [21, undefined, false],
  ];
  for (const [productId, name, expected] of undecided) {
    it(`${expected ? 'is said to be undecided' : 'is decided'} for “${name ?? 'no name'}” of product ${productId}`, () => {
      const rules = rulesFor(productId, 'subscribe', productId < 14 ? 'instance' : 'product');
      const service = { serviceId: unknown, name };
      const rule = ruleForService(rules, service);
      assert.ok(rule);
      assert.equal(isUndecided(rule, rules, service), expected);
    });
  }

  it('is charged per extension by the id before the name', () => {
    assert.ok(isChargedPerExtension(13, { serviceId: highAvailability, name: '高可用性' }));
    assert.ok(!isChargedPerExtension(13, { serviceId: extension, name: 'High Availability' }));
    assert.ok(!isChargedPerExtension(13, { serviceId: unknown, name: 'Call Recording (per extension)' }));
  });

  it('is decided by no id that two rules publish', () => {
    const ids = operationRules.flatMap(({ onlyFor }) => onlyFor?.publishedIds ?? []);
    assert.equal(new Set(ids).size, ids.length);
  });
});
