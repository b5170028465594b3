import { enterprisePlan, highAvailability, recordingMinutes, ultimatePlan } from './catalogue';
import type { Plan, Service } from './catalogue';

/** A PBX instance as the portal knows it. */
export interface Instance {
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly instanceId: string;
  /** The serial number: 16 letters and digits. */
  readonly productNo: string;
  readonly activationStatus: 'activated' | 'unactivated' | 'unknown';
  readonly activationCode: string;
  /** The name that people gave it. */
  readonly comment: string;
  /** Milliseconds since 1970. */
  readonly createTime: number;
  readonly plan: Plan;
  readonly extensions: number;
  /** Milliseconds since 1970. */
  readonly expires: number;
  /** Subscribed services: `serviceId` → quantity. */
  readonly services: ReadonlyMap<string, number>;
}

type Known = Partial<
  Pick<Instance, 'productNo' | 'comment' | 'activationStatus' | 'extensions' | 'services'>
>;

/** The rows that people and tests look for: the tutorial's instance, limits, and names that break careless views. */
const wellKnown: ReadonlyMap<number, Known> = new Map<number, Known>([
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
  [6, { comment: `<b>Kano</b> & "Sons" <img src=x onerror='alert(1)'>` }],
  [9, { comment: '$(zap) Accra workshop' }],
  [12, { comment: '[Tunis](command:workbench.action.closeWindow) showroom' }],
  [15, { comment: 'فرع القاهرة \u202Egpj.eciffo' }],
  [18, { comment: 'Regional operations and customer care centre, '.repeat(7).slice(0, 300) }],
  [21, { comment: '' }],
]);

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
  'Hà Nội',
  'Jakarta',
  '上海',
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

/** Every city with every kind of place, then the same again with a number. */
function nameOf(index: number): string {
  const city = cities[index % cities.length] ?? '';
  const place = places[(index * 7 + Math.floor(index / cities.length)) % places.length] ?? '';
  const round = Math.floor(index / (cities.length * places.length));
  return round === 0 ? `${city} ${place}` : `${city} ${place} ${round + 1}`;
}

/** The step has no factor in common with the number of serials, so none comes twice. */
function productNoOf(index: number): string {
  const series = 10 + (index % 80);
  const letter = String.fromCharCode(65 + (index % 5));
  const serial = String((2_047_815 + index * 7_919) % 10_000_000).padStart(7, '0');
  const ending = ((271_828 + index * 314_159) % 36 ** 4).toString(36).toUpperCase().padStart(4, '0');
  return `36${series}${letter}${serial}${ending}`;
}

/** The instances of product 13. Rows are made when asked for, so that an estate of any size starts at once. */
export class Estate {
  private readonly changed = new Map<number, Instance>();
  private indexes: ReadonlyMap<string, number> | undefined;

  /**
   * @param count how many instances there are
   * @param year in which the sandbox starts: subscriptions end in the years after it
   */
  constructor(
    readonly count: number,
    private readonly year: number,
  ) {}

  /** The instances from `offset` on, at most `limit` of them. */
  rows(offset: number, limit: number): readonly Instance[] {
    const length = Math.max(0, Math.min(limit, this.count - offset));
    return Array.from({ length }, (_, place) => this.at(offset + place));
  }

  find(productNo: string): Instance | undefined {
    this.indexes ??= new Map(
      Array.from({ length: this.count }, (_, index) => [
        wellKnown.get(index)?.productNo ?? productNoOf(index),
        index,
      ]),
    );
    const index = this.indexes.get(productNo);
    return index === undefined ? undefined : this.at(index);
  }

  /** Adds what was bought: more extensions, or a service. */
  subscribe({ index }: Instance, service: Service, quantity: number): void {
    const instance = this.at(index);
    const subscribed = instance.services.get(service.serviceId) ?? 0;
    this.changed.set(
      index,
      service.quantity.kind === 'moreExtensions'
        ? { ...instance, extensions: instance.extensions + quantity }
        : {
            ...instance,
            services: new Map([...instance.services, [service.serviceId, subscribed + quantity]]),
          },
    );
  }

  private at(index: number): Instance {
    return this.changed.get(index) ?? this.original(index);
  }

  private original(index: number): Instance {
    const known = wellKnown.get(index) ?? {};
    const extensions = known.extensions ?? 5 + ((index * 13) % 196);
    return {
      index,
      instanceId: String(1_280_297 + index),
      productNo: known.productNo ?? productNoOf(index),
      activationStatus:
        known.activationStatus ??
        (index % 11 === 5 ? 'unactivated' : index % 17 === 13 ? 'unknown' : 'activated'),
      activationCode: '',
      comment: known.comment ?? nameOf(index),
      createTime: Date.UTC(this.year - 1, index % 12, 1 + (index % 28), 9),
      plan: index % 4 === 3 ? ultimatePlan : enterprisePlan,
      extensions,
      // Noon of a month's last day: the same date in nearly every time zone.
      expires: Date.UTC(this.year + 1, 3 + (index % 12), 0, 12),
      services:
        known.services ??
        new Map([
          ...(index % 3 === 0 ? [[recordingMinutes.serviceId, 500] as const] : []),
          ...(index % 5 === 2 ? [[highAvailability.serviceId, extensions] as const] : []),
        ]),
    };
  }
}
