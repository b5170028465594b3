import { LosslessNumber } from 'lossless-json';
import { type Json, type JsonObject, isObject } from './exactJson';
import { fieldCandidates, readCandidate, findRecords } from './findRecords';
import { readTime } from './portalOrders';
import { readAs, textOrNumber, type PortalText } from './values';

/** A scalar value, with its name and its text or digits as received. */
export interface Field {
  readonly name: PortalText;
  readonly value: PortalText;
}

/** The scalar values of one container; `path` is empty for the outermost one. */
export interface FieldGroup {
  readonly path: string;
  readonly fields: readonly Field[];
}

/** A plan or a service in an order. */
export interface OrderLine {
  readonly kind: 'plan' | 'service';
  readonly id: PortalText;
  /** Undefined when not provided; the id is shown then. */
  readonly name: PortalText | undefined;
  /** Everything in its record, including id and name. */
  readonly fields: readonly Field[];
}

/** The details of one order: every value that is not empty, without repeating the same value under the same name. */
export interface OrderDetail {
  readonly orderNo: PortalText | undefined;
  readonly id: PortalText | undefined;
  readonly orderStatus: PortalText | undefined;
  /** Milliseconds since 1970. */
  readonly createTime: number | undefined;
  readonly productId: PortalText | undefined;
  readonly productName: PortalText | undefined;
  readonly productNo: PortalText | undefined;
  readonly poNumber: PortalText | undefined;
  readonly customReferenceNo: PortalText | undefined;
  readonly transactionNo: PortalText | undefined;
  readonly invoiceNo: PortalText | undefined;
  readonly currencyCode: PortalText | undefined;
  /** Amounts under their own names, in `currencyCode` if that is provided. */
  readonly amounts: readonly Field[];
  /** Plans come first. */
  readonly lines: readonly OrderLine[];
  /** The billing contact in the order; empty when it names none. */
  readonly contact: readonly Field[];
  /** Everything else, by container. */
  readonly others: readonly FieldGroup[];
}

/** `total` is left out, because it may count the rows of a page. */
const amountNames = fieldCandidates.amount.filter((name) => name !== 'total');

/**
 * Reads the details of an order (API guide, order details), a row of the order list, or the body of an order. The guide
 * documents `basicInformation` in part and no field of the other containers. Lines are the records that have
 * `serviceId` or `planId`, and the contact is the record that has `billingContactId`, whatever container holds them.
 * Any other field keeps its own name.
 */
export function readOrderDetail(result: Json): OrderDetail {
  const services = new Set(recordsWith(result, 'serviceId'));
  const plans = recordsWith(result, 'planId').filter((record) => !services.has(record));
  const contact = recordsWith(result, 'billingContactId')[0];
  const parts = new Set([...services, ...plans, ...(contact ? [contact] : [])].filter(hasNoOrderNo));
  const values = new Values();
  const takeText = (name: string, isReadable: (text: string, record: JsonObject) => boolean = () => true) => {
    let first: string | undefined;
    for (const { record, within } of findRecords(result, name)) {
      if (![record, ...within].some((holder) => parts.has(holder))) {
        // A repeated equal value is taken once; a different value under the same name stays among the other fields.
        const isWanted = (text: string) => (first ?? text) === text && isReadable(text, record);
        first = values.take(record, name, isWanted) ?? first;
      }
    }
    return first;
  };

  const createTime = takeText('createTime', (text) => readTime(text) !== undefined);
  return {
    orderNo: takeText('orderNo'),
    // Many records have an id; the order's own id is in the record with its number.
    id: takeText('id', (_text, record) => !hasNoOrderNo(record)),
    orderStatus: takeText('orderStatus'),
    createTime: createTime === undefined ? undefined : readTime(createTime),
    productId: takeText('productId'),
    productName: takeText('productName'),
    productNo: takeText('productNo'),
    poNumber: takeText('poNumber'),
    customReferenceNo: takeText('customReferenceNo'),
    transactionNo: takeText('transactionNo'),
    invoiceNo: takeText('invoiceNo'),
    currencyCode: takeText('currencyCode'),
    amounts: amountNames.flatMap((name) => {
      const value = takeText(name, (text) => /^-?\d+(\.\d+)?$/.test(text));
      return value === undefined ? [] : [{ name, value }];
    }),
    lines: [...plans, ...services].map((record) => readLine(values, record)).sort(plansFirst),
    contact: contact ? values.takeAll(contact) : [],
    others: values.rest(result),
  };
}

function recordsWith(result: Json, name: string): JsonObject[] {
  return findRecords(result, name).map(({ record }) => record);
}

/**
 * Tells a line or contact from the order itself: a flat order may have its only service in the record with its own
 * number.
 */
function hasNoOrderNo({ orderNo }: JsonObject): boolean {
  return orderNo === undefined;
}

function readLine(values: Values, record: JsonObject): OrderLine {
  const isPlan = record.serviceId === undefined || record.serviceType === 'plan';
  const { planName, serviceName } = fieldCandidates;
  return {
    kind: isPlan ? 'plan' : 'service',
    id: readAs(textOrNumber, record.serviceId ?? record.planId) ?? '',
    // A plan may be listed among the services, with a service's field names.
    name: readCandidate(record, isPlan ? [...planName, ...serviceName] : serviceName, textOrNumber),
    fields: values.takeAll(record),
  };
}

function plansFirst(one: OrderLine, other: OrderLine): number {
  return Number(other.kind === 'plan') - Number(one.kind === 'plan');
}

/** The values of a reply, each of which can be taken once. */
class Values {
  private readonly taken = new Map<JsonObject, Set<string>>();

  /** Takes a text or number that is not empty and was not taken before; undefined when there is none. */
  take(record: JsonObject, name: string, isReadable: (text: string) => boolean): string | undefined {
    const text = readAs(textOrNumber, record[name]);
    if (text === undefined || text === '' || !isReadable(text) || this.isTaken(record, name)) {
      return undefined;
    }
    this.mark(record, name);
    return text;
  }

  /** Takes every scalar value of this record, not of nested ones. */
  takeAll(record: JsonObject): Field[] {
    const fields = this.left(record);
    fields.forEach(({ name }) => this.mark(record, name));
    return fields;
  }

  /** Returns what was not taken, by container, in the order of the text. */
  rest(root: Json): FieldGroup[] {
    const groups: FieldGroup[] = [];
    const visit = (value: Json, path: string): void => {
      if (Array.isArray(value)) {
        const fields = value.flatMap((item, index) => fieldOf(`[${index}]`, item));
        groups.push({ path, fields });
        value.forEach((item, index) => visit(item, `${path}[${index}]`));
      } else if (isObject(value)) {
        groups.push({ path, fields: this.left(value) });
        for (const [name, inner] of Object.entries(value)) {
          visit(inner, shortened(path === '' ? name : `${path}.${name}`));
        }
      }
    };
    visit(isObject(root) || Array.isArray(root) ? root : [root], '');
    return groups.filter(({ fields }) => fields.length > 0);
  }

  private left(record: JsonObject): Field[] {
    return Object.entries(record).flatMap(([name, value]) =>
      this.isTaken(record, name) ? [] : fieldOf(name, value),
    );
  }

  private isTaken(record: JsonObject, name: string): boolean {
    return this.taken.get(record)?.has(name) === true;
  }

  private mark(record: JsonObject, name: string): void {
    const names = this.taken.get(record) ?? new Set();
    this.taken.set(record, names.add(name));
  }
}

/** Maximum length of a displayed path; it is repeated for every container at that path. */
const maxPathLength = 200;

/** Keeps the end of a path, its most informative part. */
function shortened(path: string): string {
  return path.length > maxPathLength ? `…${path.slice(-maxPathLength)}` : path;
}

function fieldOf(name: string, value: Json): Field[] {
  if (value instanceof LosslessNumber) {
    return [{ name, value: value.value }];
  }
  return (typeof value === 'string' && value !== '') || typeof value === 'boolean'
    ? [{ name, value: String(value) }]
    : [];
}
