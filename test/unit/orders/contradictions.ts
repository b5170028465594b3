import { enterprise, highAvailabilityId, referenceValues } from '../support/reference';

type Fields = Readonly<Record<string, unknown>>;

const line = {
  connectionPlanId: enterprise,
  serviceType: 'service',
  serviceId: highAvailabilityId,
  quantity: 10,
};

/** Fields that repeat the order as it was sent; numbers may be text. */
export const toldAsSent: readonly Fields[] = [
  ...[{ poNumber: 'PO-1' }, { poNumber: ' PO-1 ' }, { poNumber: '' }, { poNumber: null }, { poNumber: '-' }],
  ...[
    { productId: 13 },
    { productId: '13' },
    { productId: 'Cloud PBX' },
    { operationType: 'PURCHASE_SERVICE' },
  ],
  ...[{ serviceList: [line] }, { serviceList: [] }, { serviceList: [{ ...line, quantity: '10.0' }] }],
  ...[
    { billingId: '3197218168379846218' },
    { planId: enterprise },
    { items: [{ serviceId: highAvailabilityId }] },
  ],
  // None of these were sent, and the portal may add them.
  ...[{ partnerId: 'P-1' }, { assignId: 'P-1' }, { serviceList: [{ ...line, unit: 'extension' }] }],
];

/** Fields that belong to another order. */
export const toldOtherwise: readonly Fields[] = [
  ...[{ poNumber: 'PO-2' }, { po_number: 'PO-2' }, { poNumber: ['PO-1', 'PO-2'] }, { poNumber: 1 }],
  ...[{ productId: 12 }, { productId: '12' }, { productId: 130 }, { operationType: 'renew_plan' }],
  ...[{ serviceList: [{ ...line, quantity: 11 }] }, { serviceList: [{ ...line, quantity: '100' }] }],
  ...[{ serviceList: [{ ...line, serviceId: enterprise }] }, { serviceList: [line, line] }, { quantity: 11 }],
  ...[{ serviceList: [{ ...line, serviceType: 'plan' }] }, { items: [{ serviceId: '3048573516041273344' }] }],
  ...[{ planId: '3048572026291630080' }, { connectionPlanId: '3048572026291630080' }, { multiCycle: 1 }],
  // An ID that was rounded to a double.
  ...[{ billingId: '3197218168379846144' }, { billingCycle: 'monthly' }, { purchaseType: 'renew' }],
  ...[{ purchaseOrderNo: 'PO-2' }, { poNo: 'PO-2' }, { customerOrderNumber: 'PO-2' }],
];

/** Fields that contradict a success, wherever they stand. */
export const contradicting: readonly Fields[] = [
  ...[{ success: false }, { success: 'false' }, { isSuccess: 0 }, { succeeded: false }, { created: false }],
  ...[
    { error: 'gateway timeout' },
    { errorCode: 'E1001' },
    { error_code: 7 },
    { errMsg: 'x' },
    { errors: [{ a: 1 }] },
  ],
  ...[{ errorMessage: 'x' }, { lastError: { text: 'x' } }, { failReason: 'x' }, { exception: 'java.lang' }],
  ...[{ cancelled: true }, { isCanceled: 1 }, { dryRun: true }, { preview: 'yes' }, { isNewOrder: false }],
  ...[{ failed: true }, { isRolledBack: true }, { rejected: 'yes' }, { resultCode: 'FAIL' }],
  ...[{ message: 'Order failed: insufficient balance' }, { msg: 'rolled back' }, { message: '创建失败' }],
  ...[
    { message: 'The order was not created' },
    { message: ['Unable to place the order'] },
    { reason: 'time-out' },
  ],
  ...[
    { isDuplicate: true },
    { duplicate: 1 },
    { duplicateOf: 'YL1' },
    { alreadyExists: true },
    { replayed: true },
  ],
  ...[
    { message: 'order already exists' },
    { msg: 'Duplicate order' },
    { msg: '订单已存在' },
    { existing: true },
  ],
  ...[{ statusCode: 500 }, { httpStatus: '409' }, { statusText: 'failed' }],
  ...[
    { detailMessage: 'Order failed: insufficient balance' },
    { detailMessage: 'Order created but rolled back' },
    { detailMessage: "La commande n'a pas été créée" },
    { detailMessage: 'Order created as a draft only' },
  ],
  { originalOrderNo: 'YL3206252408495661000' },
  { orderNos: ['YL3206252408495661056', 'YL3206252408495661057'] },
  { orderNumber: 'YL3206252408495661057' },
  { relatedOrderNo: 'YL3206252408495661000' },
  { parentOrder: { no: 'YL3206252408495661000' } },
  { firstOrderNo: 'YL3206252408495661000' },
  { orderSn: 'YL3206252408495661000' },
  { draftOrder: true },
  { isDraftOrder: true },
  { savedAsDraft: true },
  { orderType: 'draft' },
  { mode: 'DRAFT' },
  { orderStatus: 'draft' },
  { orderStatus: 'duplicate' },
  { orderStatus: 'duplicated' },
  { type: 'duplicate' },
  { description: 'Duplicate request: the earlier order is returned' },
  { warning: 'Duplicate order' },
  { warnings: ['Duplicate order'] },
  { comment: 'This order already exists' },
  { notice: 'Order failed' },
  { desc: 'Order failed: insufficient balance' },
  { tips: 'Order failed' },
  { notes: 'duplicate' },
  { isFail: true },
  { state: 'failed' },
  { payStatus: 'failed' },
  { orderState: 'failed' },
  { orderStatus: 'failed', status: 202 },
  { detailMessage: 'Success, merged into order YL3206252408495661000' },
  { detailMessage: 'Order created together with YL3206252408495661057' },
  { detailMessage: 'Order created for 3631A2047815M9QX' },
  { detailMessage: 'Order saved for later confirmation' },
  { detailMessage: 'Order submitted, awaiting approval of your account manager' },
  { detailMessage: 'Order created in simulation mode' },
  { detailMessage: 'Order created for testing only' },
  { detailMessage: 'Order created: test order, nothing is bought' },
  { detailMessage: 'Quote created' },
  { detailMessage: 'Saved to cart' },
  { detailMessage: 'Order received as quotation' },
  { detailMessage: 'Order submitted; payment bounced' },
  { detailMessage: 'Order created, then withdrawn' },
  { detailMessage: 'Order created and voided' },
  { detailMessage: '操作成功,草稿已保存' },
  { detailMessage: '提交成功,余额扣款被退回' },
  { detailMessage: 'Success with 1 problem' },
];

/** Fields that contradict nothing. */
export const fineBesides: readonly Fields[] = [
  ...[
    { success: true },
    { error: null },
    { error: '' },
    { errors: [] },
    { errorCode: 0 },
    { errorCode: '0' },
  ],
  ...[
    { errorMessage: 'none' },
    { error: { code: 0, message: '' } },
    { failed: false },
    { isDuplicate: false },
  ],
  ...[
    { message: 'success' },
    { message: 'Order created' },
    { message: 'No errors' },
    { resultCode: 'SUCCESS' },
  ],
  ...[{ detailMessage: 'success' }, { detailMessage: '操作成功' }, { detailMessage: 'Order created' }],
  ...[
    { detailMessage: 'Your order has been placed successfully. Thank you!' },
    { detailMessage: '您的订单已提交成功' },
    { detailMessage: '保存成功' },
    { detailMessage: '下单成功！' },
    { detailMessage: 'We have received your order.' },
    { detailMessage: 'Order successfully placed (success)' },
    { detailMessage: 'Renewed successfully' },
    { description: 'Warns before a trunk fails' },
    { warning: '' },
    { productName: 'Draft Horse Ltd' },
    { parentOrder: null },
  ],
  ...[
    { statusCode: 200 },
    { paid: false },
    { cancelled: false },
    { cancelTime: '' },
    { uniqueId: 'U-1' },
    { idempotencyKey: 'K-1' },
    { currency: { code: 'USD' } },
  ],
  ...[{ description: 'Failover when a server fails' }, { detailMessage: null }],
];

/** Values in place of an order number that are not one, or that identify something else. */
export const notOrderNumbers: readonly unknown[] = [
  ...['not created, code 1001', 'Error 500', 'YL1 YL2', 'YL1,YL2', 'failed-1001', 'HX3206252409602957313'],
  ...[referenceValues.productNo, referenceValues.productNo.toLowerCase(), '1280297', 'PO-1', 'po-1'],
];
