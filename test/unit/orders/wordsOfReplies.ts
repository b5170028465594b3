/** What takes the place of an order number where there is none. */
export const placeholders: readonly unknown[] = [
  ...[
    0,
    -1,
    '0',
    '0000',
    '-1',
    '-',
    '--',
    'null',
    'NULL',
    'undefined',
    'none',
    'N/A',
    'nil',
    'NaN',
    '\u00a0',
  ],
  ...['unknown', '[object Object]', '{}', 'TBD', '""'],
];

/** Results that name something that was made. */
export const naming: readonly Readonly<Record<string, unknown>>[] = [
  ...[{ orderCode: 'SO-1' }, { salesOrderNo: 'SO-1' }, { newOrder: 'SO-1' }, { orderList: [{ no: 'SO-1' }] }],
  ...[
    { placedOrders: ['1'] },
    { tradeNo: '1' },
    { out_trade_no: '1' },
    { invoiceNo: 'INV' },
    { receipt: 'R' },
  ],
  ...[{ transactions: [7] }, { orderInfo: { number: '1' } }, { a: [{ b: { purchaseId: 7 } }] }],
  ...[{ paymentUrl: 'https://pay.example/7' }, { subscriptionId: 7 }, { instance: { sn: '7' } }],
  ...[
    { success: true },
    { created: 'SO-1' },
    { isDuplicate: true },
    { alreadyExists: 1 },
    { status: 'created' },
  ],
];

/** Codes that speak of success, of something made or under way, or of the same before. */
export const codes: readonly string[] = [
  ...[
    'partial_success',
    'created',
    'orderCreated',
    'order.accepted',
    'ACCEPTED',
    'already_submitted',
    'done',
  ],
  ...[
    'alreadySubscribed',
    'duplicate',
    'duplicate_order',
    'DuplicateRequest',
    'repeat_submit',
    'order_exists',
  ],
  ...['order_processing', 'request_in_progress', 'payment_pending', 'payment_failed', 'idempotency_conflict'],
];

/** Words of refusals that tell of something done, under way or done before. */
export const telling: readonly string[] = [
  ...[
    'Order SO-123 was created, payment failed',
    'Order created; notification failed',
    'Order no. 7: mail failed',
  ],
  ...['3658B4311196K2ID is already subscribed to High Availability', 'This order has already been placed'],
  ...[
    'serviceList[0].serviceId: is the current plan already',
    'Duplicate submission',
    'PO number PO-7 exists',
  ],
  ...[
    'The request was received twice',
    'The same order is being processed',
    'The order was not accepted yet',
  ],
  ...[
    'The order is in progress',
    'The plan has been renewed today',
    'Payment declined',
    'Please do not repeat it',
  ],
  ...[
    'Order saved, but the mail failed',
    'The order could be created, the invoice not',
    'The order existed.',
  ],
  ...[
    'The order has been generated',
    'Order registered; mail failed',
    'Amount was debited',
    'Licence assigned',
  ],
  ...['Balance deducted, provisioning failed', 'Please wait for the previous request', 'An identical order'],
  ...['Order is in process', 'Transaction committed', 'Please do not submit frequently', 'Purchase made'],
  ...['Bestellung bereits vorhanden', 'Auftrag wurde angelegt', 'El pedido ya existe', 'Pedido creado'],
  ...[
    '订单正在提交,请稍后',
    '请勿频繁提交',
    '订单存在',
    '扣款完成,开通失败',
    '订单生成,邮件发送失败',
    '上一订单未支付',
  ],
  ...['No payment method; the order has been submitted', '订单已存在', '请勿重复提交'],
];

/** Words of refusals that tell of nothing but what is wrong. */
export const ordinary: readonly string[] = [
  ...['billingId: unknown', 'productId: must not be null', 'quantity: must be at least 5', 'unknown field'],
  ...['quantity: must be the current number of extensions (20)', 'serviceId: Hot Standby cannot be tried'],
  ...['serviceId: 3658B4311196K2ID is not subscribed to High Availability', 'must be renewed too'],
  ...['connectionPlanId: is not the plan of this order', 'serviceId: is for the Ultimate Plan only'],
  ...[
    'multiCycle: must be one of 0, 1',
    'orderPceSpecialRequest.pbxName: at most 10',
    'The IP address is not allowed',
  ],
  ...[
    'Instance 3658B4311196K2ID not found',
    'productNo 3658B4311196K2ID does not exist',
    'Too many requests',
  ],
  ...['The order could not be created: quota exceeded', 'No order was created', 'The order was not placed'],
  ...[
    'The payment method is missing',
    'Insufficient balance',
    'Unable to be processed',
    'billingId not exists',
  ],
  ...[
    'The order could not be saved',
    'The request could not be processed',
    'The order was rejected',
    'Request failed',
  ],
  ...[
    'El producto no existe',
    'PBX nicht vorhanden',
    '订单创建失败',
    '产品不存在',
    '无法创建订单',
    '余额不足',
  ],
  ...[
    'The request is malformed',
    'No order was found',
    'This service is discontinued',
    'Please wait 5 seconds',
  ],
  ...['The service has expired', 'Orders are limited to 500 extensions', "The PBX isn't activated"],
];
