import {
  highAvailability,
  recordingMinutes,
  additionalConnections,
  premium,
  pceWhiteLabel,
} from './catalogue/cloudPbx';
import { type Product } from './catalogue/product';
import {
  aiTranscription,
  disasterRecovery,
  enterprisePlan as softwareEnterprise,
  hotelPms,
} from './catalogue/editions';
import { turnkeyRecordingMinutes } from './catalogue/turnkeyPackage';
import { storyEnd, storyStyle } from './story';
import type { Instance } from './instance';

/** The values of a row that are fixed, not generated. */
type Known = Partial<
  Pick<Instance, 'productNo' | 'comment' | 'activationStatus' | 'extensions' | 'services' | 'coming'>
>;

/** Rules for generating the instances of a product before anything is ordered. */
interface RowRules {
  readonly serials: SerialNumbers;
  readonly firstInstanceId: number;
  /** Index of the first row's name. */
  readonly firstName: number;
  /** Index of a row's plan in the product; an index beyond the last plan means no plan. */
  readonly plan: (index: number) => number;
  /** Number of extensions of a row whose plan counts them. */
  readonly extensions: (index: number) => number;
  /** Subscribed services and their quantities. */
  readonly services: (index: number, extensions: number) => readonly (readonly [string, number])[];
  /** Rows with fixed values, by index. */
  readonly wellKnown: ReadonlyMap<number, Known>;
}

const defaultRules: Omit<RowRules, 'serials' | 'firstInstanceId' | 'firstName'> = {
  plan: () => 0,
  extensions: (index) => 20 + ((index * 17) % 180),
  services: () => [],
  wellKnown: new Map(),
};

/** By product id. Products must not share serial letters, or some of their serial numbers would coincide. */
const rowRules: ReadonlyMap<string, RowRules> = new Map<string, RowRules>([
  [
    '9',
    {
      ...defaultRules,
      serials: serialNumbers('L'),
      firstInstanceId: 1_900_101,
      firstName: 61,
      // Linkus, no plan yet, Linkus Pro.
      plan: (index) => [0, 2, 1][index % 3] ?? 0,
    },
  ],
  [
    '11',
    {
      ...defaultRules,
      serials: serialNumbers('R'),
      firstInstanceId: 2_100_101,
      firstName: 97,
      // Enterprise, no plan yet, Ultimate, Enterprise.
      plan: (index) => [0, 2, 1, 0][index % 4] ?? 0,
    },
  ],
  [
    '12',
    {
      ...defaultRules,
      serials: serialNumbers('S'),
      firstInstanceId: 2_200_101,
      firstName: 131,
      plan: (index) => index % 2,
      services: (index) => [
        ...(index % 3 === 0 ? [[hotelPms.serviceId, 1] as const] : []),
        ...(index % 4 === 1 ? [[disasterRecovery.serviceId, 1] as const] : []),
        ...(index % 5 === 3 ? [[aiTranscription.serviceId, 3000] as const] : []),
      ],
      // Switches from the Ultimate Plan to the Enterprise Plan when the Ultimate Plan ends.
      wellKnown: new Map<number, Known>([[5, { coming: softwareEnterprise }]]),
    },
  ],
  [
    '13',
    {
      serials: serialNumbers('ABCDE'),
      firstInstanceId: 1_280_297,
      firstName: 0,
      plan: (index) => (index % 4 === 3 ? 1 : 0),
      extensions: (index) => 5 + ((index * 13) % 196),
      services: (index, extensions) => [
        ...(index % 3 === 0 ? [[recordingMinutes.serviceId, 500] as const] : []),
        ...(index % 5 === 2 ? [[highAvailability.serviceId, extensions] as const] : []),
      ],
      // Rows that people and tests look for: the tutorial's instance, one close to a limit, and unusual names.
      wellKnown: new Map<number, Known>([
        [
          0,
          {
            productNo: '3658B4311196K2ID',
            extensions: 10,
            services: new Map([[recordingMinutes.serviceId, 500]]),
          },
        ],
        [1, { productNo: '3631A2047815AT0X', comment: 'Branch', activationStatus: 'unactivated' }],
        [3, { extensions: 495, services: new Map() }],
        [15, { comment: 'فرع القاهرة' }],
        [
          18,
          { comment: 'Regional operations and customer care centre, Greater Accra and Volta, second floor' },
        ],
        [21, { comment: '' }],
      ]),
    },
  ],
  [
    '14',
    {
      ...defaultRules,
      serials: serialNumbers('T'),
      firstInstanceId: 2_400_101,
      firstName: 163,
      plan: (index) => index % 2,
      services: (index) => (index % 3 === 0 ? [[turnkeyRecordingMinutes.serviceId, 500]] : []),
    },
  ],
  [
    '15',
    {
      ...defaultRules,
      serials: serialNumbers('M'),
      firstInstanceId: 2_500_101,
      firstName: 181,
      services: (index) => (index % 2 === 0 ? [[additionalConnections.serviceId, 25]] : []),
    },
  ],
  [
    '19',
    {
      ...defaultRules,
      serials: serialNumbers('W'),
      firstInstanceId: 2_600_101,
      firstName: 199,
      services: () => [[pceWhiteLabel.serviceId, 1]],
    },
  ],
  ...['20', '21'].map((productId): [string, RowRules] => [
    productId,
    {
      ...defaultRules,
      serials: serialNumbers('P'),
      firstInstanceId: 2_700_101,
      firstName: 211,
      services: (index) => [[premium.serviceId, 10 + (index % 40)]],
    },
  ]),
]);

/** The initial instances of a product, each generated on access. */
export class InstanceRows {
  private readonly rules: RowRules;
  /** Index of each row whose serial number is fixed, by that serial number. */
  private readonly indexBySerialNumber: ReadonlyMap<string, number>;

  /**
   * @param start when the sandbox starts, in milliseconds since 1970; subscriptions end in the following years
   * @param hasStory whether the rows are those of a user who explores the sandbox; see story.ts
   */
  constructor(
    private readonly product: Product,
    private readonly start: number,
    private readonly hasStory: boolean,
  ) {
    const rules = rowRules.get(product.productId);
    if (rules === undefined) {
      throw new Error(`The sandbox has no instances of product ${product.productId}`);
    }
    this.rules = rules;
    this.indexBySerialNumber = new Map(
      [...rules.wellKnown].flatMap(([index, { productNo }]) =>
        productNo === undefined ? [] : [[productNo, index]],
      ),
    );
  }

  /** Returns the serial number and the instance id for an index, even one beyond the end of the list. */
  identity(index: number): Pick<Instance, 'productNo' | 'instanceId'> {
    const { serials, firstInstanceId, wellKnown } = this.rules;
    return {
      productNo: wellKnown.get(index)?.productNo ?? serials.of(index),
      instanceId: String(firstInstanceId + index),
    };
  }

  /** Returns the index of a serial number; undefined if there is none. */
  indexOf(productNo: string): number | undefined {
    const index = this.indexBySerialNumber.get(productNo) ?? this.rules.serials.indexOf(productNo);
    return index !== undefined && this.identity(index).productNo === productNo ? index : undefined;
  }

  /** Returns the instance with an index. */
  at(index: number): Instance {
    const { rules, product, start, hasStory } = this;
    const year = new Date(start).getUTCFullYear();
    const known = rules.wellKnown.get(index) ?? {};
    const plan = product.plans[rules.plan(index)];
    const extensions = known.extensions ?? rules.extensions(index);
    const isBought = plan !== undefined || product.plans.length === 0;
    const name = nameOf(rules.firstName + index);
    // Noon on the last day of a month: the same date in nearly every time zone.
    const end = hasStory ? storyEnd(index, start) : Date.UTC(year + 1, 3 + (index % 12), 0, 12);
    return {
      ...this.identity(index),
      product,
      index,
      activationStatus:
        known.activationStatus ??
        (index % 11 === 5 ? 'unactivated' : index % 17 === 13 ? 'unknown' : 'activated'),
      activationCode: '',
      comment: hasStory ? name : (known.comment ?? name),
      createTime: Date.UTC(year - 1, index % 12, 1 + (index % 28), 9),
      plan,
      ...(known.coming && { coming: known.coming }),
      extensions: plan?.extensions && extensions,
      expires: isBought ? end : undefined,
      endDateStyle: hasStory ? storyStyle(index) : 'date',
      ...(hasStory && isBought && { billingCycle: index % 6 === 4 ? 'monthly' : 'annually' }),
      services: known.services ?? new Map(isBought ? rules.services(index, extensions) : []),
    };
  }
}

const cities = [
  'Lagos',
  'Nairobi',
  'Accra',
  'Cairo',
  'Johannesburg',
  'Dakar',
  'Casablanca',
  'Lyon',
  'Hamburg',
  'Kraków',
  'Lisbon',
  'Malmö',
  'Istanbul',
  'Mumbai',
  'Hanoi',
  'Jakarta',
  'Shanghai',
  'Osaka',
  'Manila',
  'Toronto',
  'Chicago',
  'São Paulo',
  'Bogotá',
  'Lima',
] as const;

const places = [
  'head office',
  'warehouse',
  'branch',
  'clinic',
  'hotel',
  'call centre',
  'showroom',
  'school',
  'workshop',
  'depot',
] as const;

/** Returns the name for an index: each city with each kind of place, then the same again with a number. */
export function nameOf(index: number): string {
  const city = cities[index % cities.length] ?? '';
  const place = places[(index * 7 + Math.floor(index / cities.length)) % places.length] ?? '';
  const round = Math.floor(index / (cities.length * places.length));
  return round === 0 ? `${city} ${place}` : `${city} ${place} ${round + 1}`;
}

/** The serial numbers of a product. Each is derived from the row's index and can be converted back to it. */
export interface SerialNumbers {
  of(index: number): string;
  /** Undefined if no row has this serial number. */
  indexOf(productNo: string): number | undefined;
}

/** The serial of the first row. A serial is the seven digits of a serial number that identify its row. */
const first = 2_047_815;
/** The number of different serials. */
const rows = 10_000_000;
/** The distance between the serials of two rows in sequence. It shares no factor with `rows`, so that none repeats. */
const step = 7_919;
/**
 * The inverse of `step` modulo `rows`: `step * inverse` is 1 more than a multiple of `rows`. Converts a serial back to
 * its row.
 */
const inverse = 17_679;

/**
 * Generates serial numbers of sixteen letters and digits that do not look sequential.
 *
 * @param letters choices for the fifth character; no two products share one, so that their serial numbers never
 * coincide
 */
export function serialNumbers(letters: string): SerialNumbers {
  const of = (index: number) => {
    const series = 10 + (index % 80);
    const letter = letters.charAt(index % letters.length);
    const serial = String((first + index * step) % rows).padStart(7, '0');
    const ending = ((271_828 + index * 314_159) % 36 ** 4).toString(36).toUpperCase().padStart(4, '0');
    return `36${series}${letter}${serial}${ending}`;
  };
  return {
    of,
    indexOf: (productNo) => {
      const serial = Number(/^36\d\d[A-Z](\d{7})/.exec(productNo)?.[1] ?? NaN);
      const index = ((serial - first + rows) * inverse) % rows;
      return of(index) === productNo ? index : undefined;
    },
  };
}
