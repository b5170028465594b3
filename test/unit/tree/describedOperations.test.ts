import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import {
  rowContextValue,
  instanceOperations,
  isHighAvailability,
  planOperations,
  productOperations,
  serviceOperations,
} from '../../../src/tree/describedOperations';

const minutes = { serviceId: '3048573759449317376', name: 'Recording Minutes' };
const highAvailability = { serviceId: '3048573935752720384', name: 'High Availability' };

/** The command's menus for rows of the Instances view: what each wants the row's `contextValue` to be like. */
function conditions(command: string): { group: string; condition: RegExp }[] {
  const manifest = z.parse(
    z.object({
      contributes: z.object({
        menus: z.record(
          z.string(),
          z.array(z.object({ command: z.string(), when: z.string(), group: z.optional(z.string()) })),
        ),
      }),
    }),
    JSON.parse(readFileSync(resolve(__dirname, '..', '..', '..', 'package.json'), 'utf8')),
  );
  return (
    (manifest.contributes.menus['view/item/context'] ?? [])
      .filter(({ command: id }) => id === command)
      .flatMap(({ when, group }) => when.split(' || ').map((alternative) => ({ when: alternative, group })))
      // As they are for a single row.
      .map(({ when, group }) => ({ when: when.replace(' && !listMultiSelection', ''), group }))
      .filter(({ when }) => when.startsWith('view == pbx.instances') && !when.includes('listMultiSelection'))
      .map(({ when, group = '' }) => {
        const condition = /^view == pbx\.instances && viewItem =~ \/(.*)\/$/.exec(when)?.[1];
        assert.ok(condition !== undefined, when);
        return { group, condition: new RegExp(condition) };
      })
  );
}

/** Where a command is offered on a row: groups of the menu. */
function placesOf(command: string, row: string): string[] {
  return conditions(command)
    .filter(({ condition }) => condition.test(row))
    .map(({ group }) => group);
}

describe('the words of a row', () => {
  const rows = [
    [
      'a Cloud PBX',
      rowContextValue('instance', instanceOperations(13)),
      'instance subscribe expand renew switchPlan highAvailability',
    ],
    [
      'a Software PBX',
      rowContextValue('instance', instanceOperations(12)),
      'instance subscribe expand renew switchPlan purchase',
    ],
    [
      'an instance of Linkus',
      rowContextValue('instance', instanceOperations(9)),
      'instance switchPlan purchase',
    ],
    [
      'an instance of a product that no tutorial names',
      rowContextValue('instance', instanceOperations(22)),
      'instance',
    ],
    ['the product Cloud PBX', rowContextValue('product', productOperations(13)), 'product purchase'],
    [
      'the product Software PBX',
      rowContextValue('product', productOperations(12)),
      'product purchase startTrial',
    ],
    ['a product that no tutorial names', rowContextValue('product', productOperations(22)), 'product'],
    ['the plan of a Cloud PBX', rowContextValue('plan', planOperations(13)), 'plan renew switchPlan'],
    ['the plan of a product that no tutorial names', rowContextValue('plan', planOperations(22)), 'plan'],
    [
      'a service that comes in amounts',
      rowContextValue('service', serviceOperations(13, minutes)),
      'service subscribe expand',
    ],
    [
      'High Availability',
      rowContextValue('service', serviceOperations(13, highAvailability)),
      'service subscribe',
    ],
    [
      'a service of a product without such a tutorial',
      rowContextValue('service', serviceOperations(9, minutes)),
      'service',
    ],
  ] as const;
  for (const [what, words, expected] of rows) {
    it(`of ${what} are ${expected}`, () => {
      assert.equal(words, expected);
    });
  }
});

describe('the menus of rows', () => {
  const instance = (productId: number) => rowContextValue('instance', instanceOperations(productId));
  const product = (productId: number) => rowContextValue('product', productOperations(productId));
  const service = (subscription: string, productId = 13) =>
    rowContextValue('service', [subscription, ...serviceOperations(productId, minutes)]);

  const highAvailabilityRow = (subscription: string) =>
    rowContextValue('service', [
      subscription,
      ...serviceOperations(13, highAvailability),
      ...(isHighAvailability(13, highAvailability) ? ['highAvailability'] : []),
    ]);

  const offers = [
    ['pbx.subscribe', instance(13), ['inline@1', '1_subscribe@1']],
    ['pbx.subscribe', instance(9), []],
    ['pbx.subscribe', service('available'), []],
    ['pbx.subscribeService', service('available'), ['inline@1', '1_subscribe@1']],
    ['pbx.subscribeService', service('unknown'), ['inline@1', '1_subscribe@1']],
    ['pbx.subscribeService', service('subscribed'), []],
    ['pbx.subscribeService', service('subscribed', 9), []],
    ['pbx.subscribeService', service('available', 9), []],
    ['pbx.subscribeService', highAvailabilityRow('available'), ['inline@1']],
    ['pbx.subscribeHighAvailability', highAvailabilityRow('available'), ['1_subscribe@2']],
    ['pbx.subscribeHighAvailability', highAvailabilityRow('subscribed'), []],
    ['pbx.subscribeHighAvailability', rowContextValue('instance', instanceOperations(13, true)), []],
    ['pbx.subscribe', rowContextValue('plan', planOperations(13)), []],
    ['pbx.subscribe', product(14), ['1_subscribe@1']],
    ['pbx.subscribe', product(13), []],
    ['pbx.expand', instance(13), ['1_subscribe@3']],
    ['pbx.expand', service('available'), ['1_subscribe@3']],
    ['pbx.expand', product(15), ['1_subscribe@3']],
    ['pbx.expand', product(13), []],
    ['pbx.renew', instance(13), ['1_subscribe@4']],
    ['pbx.renew', rowContextValue('plan', planOperations(13)), ['inline@1', '1_subscribe@4']],
    ['pbx.renew', instance(9), []],
    ['pbx.renew', product(19), ['1_subscribe@4']],
    ['pbx.switchPlan', instance(9), ['1_subscribe@5']],
    ['pbx.switchPlan', rowContextValue('plan', planOperations(22)), []],
    ['pbx.purchase', product(13), ['inline@1', '1_subscribe@6']],
    ['pbx.purchase', instance(12), ['1_subscribe@6']],
    ['pbx.purchase', instance(13), []],
    ['pbx.startTrial', product(21), ['1_subscribe@7']],
    ['pbx.startTrial', product(13), []],
    ['pbx.showPrices', product(22), ['3_prices@1']],
    ['pbx.subscribeHighAvailability', instance(13), ['1_subscribe@2']],
    ['pbx.subscribeHighAvailability', instance(12), []],
    ['pbx.copySerialNumber', instance(22), ['2_copy@1']],
    ['pbx.copySerialNumber', service('available', 9), ['2_copy@1']],
    ['pbx.copySerialNumber', rowContextValue('product', productOperations(13)), []],
  ] as const;
  for (const [command, row, places] of offers) {
    it(`offer ${command} on "${row}" in ${places.join(' and ') || 'no place'}`, () => {
      assert.deepEqual(placesOf(command, row), places);
    });
  }
});
