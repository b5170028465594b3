/** The order of the tutorial that this extension started with, as the portal has to receive it. */
export const reference = {
  productNo: '3658B4311196K2ID',
  instanceName: 'Lagos head office',
  connectionPlanId: '3048571730026938368',
  serviceId: '3048573935752720384',
  billingId: '3197218168379846218',
  orderNo: 'YL3206252408495661056',
  transactionNo: 'HX3206252409602957313',
  body:
    '{"operationType":"purchase_service","productId":13,"productNo":"3658B4311196K2ID","billingId":3197218168379846218,' +
    '"serviceList":[{"connectionPlanId":3048571730026938368,"serviceType":"service","serviceId":3048573935752720384,' +
    '"quantity":10,"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
} as const;
