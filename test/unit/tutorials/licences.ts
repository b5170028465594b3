import { type TutorialOrder, billingId, partnerId } from './tutorialOrder';

const enterprise = '3048647114347981821';
const ultimate = '3048665903665034789';
const expansion = '3048683026729198263';
const hotStandby = '3048819700759844651';
const hotelPms = '3048892894266844903';
const linkus = '3048918321840570368';
const linkusPro = '3048918719332507648';
const applianceEnterprise = '3048961705893562221';
const applianceUltimate = '3049048716704039627';

/** Products 9, 11 and 12: licences for PBXes that run elsewhere. */
export const licenceOrders: readonly TutorialOrder[] = [
  {
    tutorial: 'Free trial licence, Software Edition',
    operation: 'startTrial',
    productId: 12,
    services: [hotStandby],
    values: {
      partnerId,
      assignId: partnerId,
      connectionPlanId: enterprise,
      [`serviceId.${hotStandby}`]: 'true',
    },
    body:
      '{"operationType":"trial_plan","productId":12,"assignId":"3197220415588370433",' +
      '"partnerId":"3197220415588370433","serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048647114347981821,"purchaseType":"trial","multiCycle":0},' +
      '{"connectionPlanId":3048647114347981821,"serviceType":"service","serviceId":3048819700759844651,' +
      '"purchaseType":"trial","multiCycle":0}]}',
  },
  {
    tutorial: 'Purchase commercial licence, Software (new)',
    operation: 'purchase',
    productId: 12,
    services: [hotelPms],
    values: {
      partnerId,
      connectionPlanId: enterprise,
      quantity: '50',
      [`serviceId.${hotelPms}`]: 'true',
      billingCycle: 'annually',
      multiCycle: '3',
      billingId,
    },
    body:
      '{"operationType":"purchase_plan","productId":12,"billingId":3197218168379846219,' +
      '"partnerId":"3197220415588370433","serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048647114347981821,"quantity":50,"purchaseType":"purchase","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":3},{"connectionPlanId":3048647114347981821,' +
      '"serviceType":"service","serviceId":3048892894266844903,"purchaseType":"purchase",' +
      '"billingModel":"recurring","billingCycle":"annually","multiCycle":3}]}',
  },
  {
    tutorial: 'Purchase commercial licence, Software (existing PBX)',
    operation: 'purchase',
    productId: 12,
    productNo: '3610S20478155TQS',
    values: {
      connectionPlanId: ultimate,
      quantity: '20',
      billingCycle: 'annually',
      multiCycle: '1',
      billingId,
    },
    body:
      '{"operationType":"purchase_plan","productId":12,"productNo":"3610S20478155TQS",' +
      '"billingId":3197218168379846219,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048665903665034789,"quantity":20,"purchaseType":"purchase","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":1}]}',
  },
  {
    tutorial: 'Expand extensions or concurrent calls, Software',
    operation: 'expand',
    productId: 12,
    productNo: '3610S20478155TQS',
    service: { serviceId: expansion, name: 'Extension Expansion' },
    values: {
      connectionPlanId: enterprise,
      serviceId: expansion,
      quantity: '10',
      billingCycle: 'annually',
      multiCycle: '2',
      billingId,
    },
    body:
      '{"operationType":"purchase_service","productId":12,"productNo":"3610S20478155TQS",' +
      '"billingId":3197218168379846219,"serviceList":[{"connectionPlanId":3048647114347981821,' +
      '"serviceType":"service","serviceId":3048683026729198263,"quantity":10,"purchaseType":"purchase",' +
      '"billingModel":"recurring","billingCycle":"annually","multiCycle":2}]}',
  },
  {
    tutorial: 'Subscribe to service, Software',
    operation: 'subscribe',
    productId: 12,
    productNo: '3610S20478155TQS',
    service: { serviceId: hotStandby, name: 'Hot Standby' },
    values: {
      connectionPlanId: enterprise,
      serviceId: hotStandby,
      quantity: '',
      billingCycle: 'annually',
      multiCycle: '1',
      billingId,
    },
    body:
      '{"operationType":"purchase_service","productId":12,"productNo":"3610S20478155TQS",' +
      '"billingId":3197218168379846219,"serviceList":[{"connectionPlanId":3048647114347981821,' +
      '"serviceType":"service","serviceId":3048819700759844651,"purchaseType":"purchase",' +
      '"billingModel":"recurring","billingCycle":"annually","multiCycle":1}]}',
  },
  {
    tutorial: 'Renew Software',
    operation: 'renew',
    productId: 12,
    productNo: '3610S20478155TQS',
    services: [hotelPms],
    values: {
      connectionPlanId: enterprise,
      quantity: '20',
      [`serviceId.${hotelPms}`]: 'true',
      billingCycle: 'annually',
      multiCycle: '5',
      billingId,
    },
    body:
      '{"operationType":"renew_plan","productId":12,"productNo":"3610S20478155TQS",' +
      '"billingId":3197218168379846219,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048647114347981821,"quantity":20,"purchaseType":"renew","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":5},{"connectionPlanId":3048647114347981821,' +
      '"serviceType":"service","serviceId":3048892894266844903,"quantity":20,"purchaseType":"renew",' +
      '"billingModel":"recurring","billingCycle":"annually","multiCycle":5}]}',
  },
  {
    tutorial: 'Switch plan, Software',
    operation: 'switchPlan',
    productId: 12,
    productNo: '3610S20478155TQS',
    values: { connectionPlanId: ultimate, billingCycle: 'annually', multiCycle: '2', billingId },
    body:
      '{"operationType":"switch_plan","productId":12,"productNo":"3610S20478155TQS",' +
      '"billingId":3197218168379846219,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048665903665034789,"purchaseType":"switch","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":2}]}',
  },
  {
    tutorial: 'Purchase plan, Appliance',
    operation: 'purchase',
    productId: 11,
    productNo: '3611R2055734CK5F',
    values: { connectionPlanId: applianceEnterprise, billingCycle: 'annually', multiCycle: '4', billingId },
    body:
      '{"operationType":"purchase_plan","productId":11,"productNo":"3611R2055734CK5F",' +
      '"billingId":3197218168379846219,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048961705893562221,"purchaseType":"purchase","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":4}]}',
  },
  {
    tutorial: 'Renew plan, Appliance',
    operation: 'renew',
    productId: 11,
    productNo: '3610R20478155TQS',
    values: { connectionPlanId: applianceEnterprise, billingCycle: 'monthly', billingId },
    body:
      '{"operationType":"renew_plan","productId":11,"productNo":"3610R20478155TQS",' +
      '"billingId":3197218168379846219,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048961705893562221,"purchaseType":"renew","billingModel":"recurring",' +
      '"billingCycle":"monthly","multiCycle":0}]}',
  },
  {
    tutorial: 'Switch plan, Appliance',
    operation: 'switchPlan',
    productId: 11,
    productNo: '3610R20478155TQS',
    values: { connectionPlanId: applianceUltimate, billingCycle: 'annually', multiCycle: '1', billingId },
    body:
      '{"operationType":"switch_plan","productId":11,"productNo":"3610R20478155TQS",' +
      '"billingId":3197218168379846219,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3049048716704039627,"purchaseType":"switch","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":1}]}',
  },
  {
    tutorial: 'Purchase Linkus Cloud Service',
    operation: 'purchase',
    productId: 9,
    values: {
      productNo: ' 3999L2047815X9QX ',
      connectionPlanId: linkus,
      billingCycle: 'annually',
      multiCycle: '5',
      billingId,
      poNumber: 'PO-9',
    },
    body:
      '{"operationType":"purchase_plan","productId":9,"productNo":"3999L2047815X9QX",' +
      '"billingId":3197218168379846219,"poNumber":"PO-9","serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048918321840570368,"purchaseType":"purchase","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":5}]}',
  },
  {
    tutorial: 'Switch Linkus',
    operation: 'switchPlan',
    productId: 9,
    productNo: '3610L20478155TQS',
    values: { connectionPlanId: linkusPro, billingCycle: 'annually', multiCycle: '1', billingId },
    body:
      '{"operationType":"switch_plan","productId":9,"productNo":"3610L20478155TQS",' +
      '"billingId":3197218168379846219,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3048918719332507648,"purchaseType":"switch","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":1}]}',
  },
];
