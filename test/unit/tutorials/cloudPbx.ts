import { type TutorialOrder, billingId, partnerId } from './tutorialOrder';

const enterprise = '3048571730026938368';
const ultimate = '3048572026291630080';
const expansion = '3048573516041273344';
const minutes = '3048573759449317376';
const highAvailability = '3048573935752720384';

export const cloudPbxOrders: readonly TutorialOrder[] = [
  {
    tutorial: 'Purchase Cloud PBX (PCE Instance)',
    operation: 'purchase',
    productId: 13,
    services: [minutes, highAvailability],
    values: {
      partnerId,
      connectionPlanId: enterprise,
      quantity: '25',
      [`serviceId.${minutes}`]: 'true',
      [`quantity.${minutes}`]: '300',
      pbxName: 'Kisumu office',
      regionId: '101',
      pbxSubDomainId: '201',
      billingCycle: 'monthly',
      billingId,
      poNumber: 'PO-13-1',
    },
    body:
      '{"operationType":"purchase_plan","productId":13,"billingId":3197218168379846219,"poNumber":"PO-13-1",' +
      '"partnerId":"3197220415588370433",' +
      '"orderPceSpecialRequest":{"pbxName":"Kisumu office","regionId":"101","pbxSubDomainId":"201"},' +
      '"serviceList":[{"serviceType":"plan","serviceId":3048571730026938368,"quantity":25,' +
      '"purchaseType":"purchase","billingModel":"recurring","billingCycle":"monthly","multiCycle":0},' +
      '{"connectionPlanId":3048571730026938368,"serviceType":"service","serviceId":3048573759449317376,' +
      '"quantity":300,"purchaseType":"purchase","billingModel":"recurring","billingCycle":"monthly","multiCycle":0}]}',
  },
  {
    tutorial: 'Expand extensions, PCE',
    operation: 'expand',
    productId: 13,
    productNo: '3658B4311196K2ID',
    service: { serviceId: expansion, name: 'Extension Expansion' },
    values: {
      connectionPlanId: enterprise,
      serviceId: expansion,
      quantity: '5',
      billingCycle: 'annually',
      billingId,
    },
    body:
      '{"operationType":"purchase_service","productId":13,"productNo":"3658B4311196K2ID",' +
      '"billingId":3197218168379846219,"serviceList":[{"connectionPlanId":3048571730026938368,' +
      '"serviceType":"service","serviceId":3048573516041273344,"quantity":5,"purchaseType":"purchase",' +
      '"billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
  },
  {
    tutorial: 'Expand recording minutes, PCE',
    operation: 'expand',
    productId: 13,
    productNo: '3658B4311196K2ID',
    service: { serviceId: minutes, name: 'Recording Minutes' },
    values: {
      connectionPlanId: enterprise,
      serviceId: minutes,
      quantity: '1000',
      billingCycle: 'monthly',
      billingId,
    },
    body:
      '{"operationType":"purchase_service","productId":13,"productNo":"3658B4311196K2ID",' +
      '"billingId":3197218168379846219,"serviceList":[{"connectionPlanId":3048571730026938368,' +
      '"serviceType":"service","serviceId":3048573759449317376,"quantity":1000,"purchaseType":"purchase",' +
      '"billingModel":"recurring","billingCycle":"monthly","multiCycle":0}]}',
  },
  {
    tutorial: 'High Availability, PCE',
    operation: 'subscribe',
    productId: 13,
    productNo: '3658B4311196K2ID',
    service: { serviceId: highAvailability, name: 'High Availability' },
    values: {
      connectionPlanId: enterprise,
      serviceId: highAvailability,
      quantity: '10',
      billingCycle: 'annually',
      billingId: '3197218168379846218',
    },
    body:
      '{"operationType":"purchase_service","productId":13,"productNo":"3658B4311196K2ID",' +
      '"billingId":3197218168379846218,"serviceList":[{"connectionPlanId":3048571730026938368,' +
      '"serviceType":"service","serviceId":3048573935752720384,"quantity":10,"purchaseType":"purchase",' +
      '"billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
  },
  {
    tutorial: 'Renew PCE',
    operation: 'renew',
    productId: 13,
    productNo: '3658B4311196K2ID',
    services: [minutes],
    values: {
      connectionPlanId: enterprise,
      quantity: '10',
      [`serviceId.${minutes}`]: 'true',
      billingCycle: 'annually',
      billingId,
    },
    body:
      '{"operationType":"renew_plan","productId":13,"productNo":"3658B4311196K2ID",' +
      '"billingId":3197218168379846219,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048571730026938368,"quantity":10,"purchaseType":"renew","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":0},{"connectionPlanId":3048571730026938368,' +
      '"serviceType":"service","serviceId":3048573759449317376,"quantity":10,"purchaseType":"renew",' +
      '"billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
  },
  {
    tutorial: 'Switch plan, PCE',
    operation: 'switchPlan',
    productId: 13,
    productNo: '3658B4311196K2ID',
    values: { connectionPlanId: ultimate, billingCycle: 'annually', billingId },
    body:
      '{"operationType":"switch_plan","productId":13,"productNo":"3658B4311196K2ID",' +
      '"billingId":3197218168379846219,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048572026291630080,"purchaseType":"switch","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":0}]}',
  },
];
