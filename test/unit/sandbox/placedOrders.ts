import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { recordsWith, type Caller } from '../../portal/caller';
import { savePath } from './orderTexts';
import { tutorialOrders } from './tutorialOrders';

const listPath = '/product/openapi/instance_product/v1/client/instance_product_list';
const detailPath = '/product/openapi/instance_product/v1/detail';

const detailSchema = z.looseObject({
  comment: z.string(),
  activationStatus: z.string(),
  createTime: z.number(),
  planName: z.optional(z.string()),
  extensions: z.optional(z.number()),
  expireDate: z.optional(z.string()),
  serviceList: z.array(z.looseObject({ serviceName: z.string(), quantity: z.number() })),
});
/** The reply to an order. */
const replySchema = z.object({ productNo: z.string(), instanceId: z.string(), orderNo: z.string() });

/** Places an order that must be taken. */
export async function place(caller: Caller, order: string): Promise<z.infer<typeof replySchema>> {
  const { envelope } = await caller.post(savePath, order);
  assert.deepEqual([envelope.code, envelope.detailMessage], ['success', '']);
  return z.parse(replySchema, envelope.result);
}

/** Places the order of a tutorial. */
export function placeTutorial(caller: Caller, tutorial: string): Promise<z.infer<typeof replySchema>> {
  return place(caller, tutorialOrders[tutorial] ?? '');
}

/** What the portal tells of an instance: plan, extensions, expiry, and services with their quantities. */
export async function subscription(caller: Caller, productId: number, productNo: string) {
  const path = `${detailPath}?productId=${productId}&productNo=${productNo}`;
  const detail = z.parse(detailSchema, await caller.result(path));
  const services = detail.serviceList.map(({ serviceName, quantity }) => [serviceName, quantity]);
  return { ...detail, told: [detail.planName, detail.extensions, detail.expireDate, services] };
}

/** The serial numbers of a product's instances, in the portal's order. */
export async function listed(caller: Caller, productId: number): Promise<string[]> {
  const rows = recordsWith(
    await caller.result(`${listPath}?productId=${productId}&pageSize=100`),
    'productNo',
  );
  return rows.map(({ productNo }) => String(productNo));
}
