import { LosslessNumber } from 'lossless-json';
import { type Json, type JsonObject, isObject } from './exactJson';
import { fieldCandidates, readCandidate, findRecords } from './findRecords';
import { readTime } from './portalOrders';
import { readAs, textual, type PortalText } from './values';

/** A value that is no container, under the name and with the text or digits that were received. */
export interface Field {
  readonly name: PortalText;
  readonly value: PortalText;
}

/** What one container holds; `path` is empty for the outermost one. */
export interface FieldGroup {
  readonly path: string;
  readonly fields: readonly Field[];
}

/** A plan or a service that an order names. */
export interface OrderLine {
  readonly kind: 'plan' | 'service';
  readonly id: PortalText;
  /** Undefined when not told; show the id then. */
  readonly name: PortalText | undefined;
  /** Everything that its record tells, id and name included. */
  readonly fields: readonly Field[];
}

/** What is told of one order: every value that is not empty, once; only what is told twice alike is not repeated. */
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
  /** Sums under their own names, in `currencyCode` where that is told. */
  readonly amounts: readonly Field[];
  /** Plans first. */
  readonly lines: readonly OrderLine[];
  /** The billing contact that the order names; empty when it names none. */
  readonly contact: readonly Field[];
  /** All that is left, by container. */
  readonly others: readonly FieldGroup[];
}

/** `total` may as well count the rows of a page. */
const amountNames = fieldCandidates.amount.filter((name) => name !== 'total');

/**
 * Reads the details of an order (API guide, order details), a row of the order list, or the body of an order. The
 * guide documents `basicInformation` in part and no field of the other containers: lines are the records that have
 * `serviceId` or `planId`, the contact is the one that has `billingContactId`, wherever they stand, and what has no
 * documented name is kept under its own.
 */
export function readOrderDetail(result: Json): OrderDetail {
  const services = new Set(recordsWith(result, 'serviceId'));
  const plans = recordsWith(result, 'planId').filter((record) => !services.has(record));
  const contact = recordsWith(result, 'billingContactId')[0];
  const parts = new Set([...services, ...plans, ...(contact ? [contact] : [])].filter(isNotTheOrder));
  const values = new Values();
  const told = (name: string, isReadable: (text: string, record: JsonObject) => boolean = () => true) => {
    let first: string | undefined;
    for (const { record, within } of findRecords(result, name)) {
      if (![record, ...within].some((holder) => parts.has(holder))) {
        // The same told twice is one thing; something else under the same name is left under that name.
        const isWanted = (text: string) => (first ?? text) === text && isReadable(text, record);
        first = values.take(record, name, isWanted) ?? first;
      }
    }
    return first;
  };

  const createTime = told('createTime', (text) => readTime(text) !== undefined);
  return {
    orderNo: told('orderNo'),
    // Much has an id; the order's own stands beside its number.
    id: told('id', (_text, record) => !isNotTheOrder(record)),
    orderStatus: told('orderStatus'),
    createTime: createTime === undefined ? undefined : readTime(createTime),
    productId: told('productId'),
    productName: told('productName'),
    productNo: told('productNo'),
    poNumber: told('poNumber'),
    customReferenceNo: told('customReferenceNo'),
    transactionNo: told('transactionNo'),
    invoiceNo: told('invoiceNo'),
    currencyCode: told('currencyCode'),
    amounts: amountNames.flatMap((name) => {
      const value = told(name, (text) => /^-?\d+(\.\d+)?$/.test(text));
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

/** A flat order may name its one service beside its own number. */
function isNotTheOrder({ orderNo }: JsonObject): boolean {
  return orderNo === undefined;
}

function readLine(values: Values, record: JsonObject): OrderLine {
  const isPlan = record.serviceId === undefined || record.serviceType === 'plan';
  const { planName, serviceName } = fieldCandidates;
  return {
    kind: isPlan ? 'plan' : 'service',
    id: readAs(textual, record.serviceId ?? record.planId) ?? '',
    // A plan may stand among the services, under their names.
    name: readCandidate(record, isPlan ? [...planName, ...serviceName] : serviceName, textual),
    fields: values.takeAll(record),
  };
}

function plansFirst(one: OrderLine, other: OrderLine): number {
  return Number(other.kind === 'plan') - Number(one.kind === 'plan');
}

/** The values of a reply, each to be taken once. */
class Values {
  private readonly taken = new Map<JsonObject, Set<string>>();

  /** A text or number that tells something and was not taken before; undefined when there is none. */
  take(record: JsonObject, name: string, isReadable: (text: string) => boolean): string | undefined {
    const text = readAs(textual, record[name]);
    if (text === undefined || text === '' || !isReadable(text) || this.isTaken(record, name)) {
      return undefined;
    }
    this.mark(record, name);
    return text;
  }

  /** Every value that stands in this record itself. */
  takeAll(record: JsonObject): Field[] {
    const fields = this.left(record);
    fields.forEach(({ name }) => this.mark(record, name));
    return fields;
  }

  /** What was not taken, container by container in the order of the text. */
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

/** Characters of a path that are told; it is repeated for everything that stands at it. */
const longestPath = 200;

/** The end of a path, which tells most. */
function shortened(path: string): string {
  return path.length > longestPath ? `…${path.slice(-longestPath)}` : path;
}

function fieldOf(name: string, value: Json): Field[] {
  if (value instanceof LosslessNumber) {
    return [{ name, value: value.value }];
  }
  return (typeof value === 'string' && value !== '') || typeof value === 'boolean'
    ? [{ name, value: String(value) }]
    : [];
}
