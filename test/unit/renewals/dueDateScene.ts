import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'lossless-json';
import { parseExact, isObject, type JsonObject } from '../../../src/portal/exactJson';
import { PagedList } from '../../../src/portal/pagedList';
import { DueDates, type ListedInstances } from '../../../src/renewals/dueDates';
import { type TestPortal, startPortal } from '../../portal/testPortal';
import { type Parts, signedIn } from '../support/portal';

export const detailPath = '/product/openapi/instance_product/v1/detail';
export const owner = { baseUrl: 'https://portal.example', account: 'client 1' };
export const lagos = { productId: 13, productNo: '3658B4311196K2ID' };
export const quiet = { signal: new AbortController().signal, report: () => undefined };

/** A portal that gives end dates only in the details, unless a test changes that, and due dates read from it. */
export class DueDateScene {
  /** Disposed at the end. */
  readonly made: DueDates[] = [];

  private constructor(
    readonly portal: TestPortal,
    readonly parts: Parts,
    readonly folder: string,
  ) {}

  static async open(): Promise<DueDateScene> {
    const portal = await startPortal();
    const folder = await mkdtemp(join(tmpdir(), 'pbx-due-dates-'));
    const scene = new DueDateScene(portal, await signedIn(portal), folder);
    scene.onlyInDetails();
    return scene;
  }

  async close(): Promise<void> {
    this.made.forEach((dueDates) => dueDates.dispose());
    await this.portal.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Lets the portal give end dates only in the details. */
  onlyInDetails(change: (detail: JsonObject, productNo: string) => JsonObject = (detail) => detail): void {
    this.portal.intercept = (request, process) => {
      const reply = process();
      const envelope = parseExact(reply.body);
      const result = isObject(envelope) ? envelope.result : undefined;
      if (!isObject(envelope) || result === undefined || result === null) {
        return reply;
      }
      const productNo = productNoOf(request);
      const changed =
        request.path === detailPath && isObject(result)
          ? change(result, productNo)
          : request.path.endsWith('instance_product_list')
            ? isObject(result) && withoutEnds(result)
            : result;
      return { ...reply, body: stringify({ ...envelope, result: changed }) ?? '' };
    };
  }

  /** Due dates of the same folder, as another window or a restart has them. */
  async opened(now?: () => number): Promise<DueDates> {
    const { client, log } = this.parts;
    const dueDates = new DueDates({ folder: this.folder, client, log, ...(now && { now }) });
    this.made.push(dueDates);
    await dueDates.open(owner, true);
    return dueDates;
  }

  sources(): ListedInstances[] {
    const { client } = this.parts;
    return [
      {
        productId: 13,
        list: new PagedList({
          ask: (page, signal) => client.instances(13, page, signal),
          keyOf: ({ productNo }) => productNo,
        }),
      },
    ];
  }

  /** The serial numbers whose details were requested. */
  detailsAsked(): string[] {
    return this.portal.requests.filter(({ path }) => path === detailPath).map(productNoOf);
  }
}

export function productNoOf({ query }: { readonly query: string }): string {
  return new URLSearchParams(query).get('productNo') ?? '';
}

/** Rows of the list without what only the details have. */
function withoutEnds(result: JsonObject): unknown {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value)
        ? value.map((row: unknown) =>
            Object.fromEntries(
              Object.entries(row ?? {}).filter(([field]) => !['expireDate', 'serviceList'].includes(field)),
            ),
          )
        : value,
    ]),
  );
}
