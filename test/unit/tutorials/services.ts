import { type TutorialOrder, billingId, partnerId } from './tutorialOrder';

const turnkeyEnterprise = '3049069205210110373';
const turnkeyMinutes = '3049398805985713053';
const managementPlan = '3049593840724746523';
const connections = '3049474786184064169';
const premium = '3049629326775035347';
const whiteLabel = '3049675483072380397';

/** Products 14, 15, 19 and 21: what is ordered without a serial number. */
export const serviceOrders: readonly TutorialOrder[] = [
  {
    tutorial: 'Free trial, Turnkey Package',
    operation: 'startTrial',
    productId: 14,
    values: { partnerId, connectionPlanId: turnkeyEnterprise },
    body:
      '{"operationType":"trial_plan","productId":14,"partnerId":"3197220415588370433",' +
      '"serviceList":[{"serviceType":"plan","serviceId":3049069205210110373,"purchaseType":"trial",' +
      '"multiCycle":0}]}',
  },
  {
    tutorial: 'Purchase Turnkey',
    operation: 'purchase',
    productId: 14,
    services: [turnkeyMinutes],
    values: {
      connectionPlanId: turnkeyEnterprise,
      quantity: '100',
      [`serviceId.${turnkeyMinutes}`]: 'true',
      [`quantity.${turnkeyMinutes}`]: '2000',
      billingCycle: 'annually',
      billingId,
    },
    body:
      '{"operationType":"purchase_plan","productId":14,"billingId":3197218168379846219,' +
      '"serviceList":[{"serviceType":"plan","serviceId":3049069205210110373,"quantity":100,' +
      '"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":0},' +
      '{"connectionPlanId":3049069205210110373,"serviceType":"service","serviceId":3049398805985713053,' +
      '"quantity":2000,"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually",' +
      '"multiCycle":0}]}',
  },
  {
    tutorial: 'Expand / subscribe, Turnkey',
    operation: 'expand',
    productId: 14,
    service: { serviceId: turnkeyMinutes, name: 'Recording Minutes' },
    values: {
      partnerId,
      connectionPlanId: turnkeyEnterprise,
      serviceId: turnkeyMinutes,
      quantity: '500',
      billingCycle: 'monthly',
      billingId,
    },
    body:
      '{"operationType":"purchase_service","productId":14,"billingId":3197218168379846219,' +
      '"partnerId":"3197220415588370433","serviceList":[{"connectionPlanId":3049069205210110373,' +
      '"serviceType":"service","serviceId":3049398805985713053,"quantity":500,"purchaseType":"purchase",' +
      '"billingModel":"recurring","billingCycle":"monthly","multiCycle":0}]}',
  },
  {
    tutorial: 'Renew Turnkey',
    operation: 'renew',
    productId: 14,
    values: { connectionPlanId: turnkeyEnterprise, quantity: '100', billingCycle: 'annually', billingId },
    body:
      '{"operationType":"renew_plan","productId":14,"billingId":3197218168379846219,' +
      '"serviceList":[{"serviceType":"plan","serviceId":3049069205210110373,"quantity":100,' +
      '"purchaseType":"renew","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
  },
  {
    tutorial: 'Free trial, Remote Management',
    operation: 'startTrial',
    productId: 15,
    values: { connectionPlanId: managementPlan },
    body:
      '{"operationType":"trial_plan","productId":15,"serviceList":[{"serviceType":"plan",' +
      '"serviceId":3049593840724746523,"purchaseType":"trial","multiCycle":0}]}',
  },
  {
    tutorial: 'Purchase Remote Management',
    operation: 'purchase',
    productId: 15,
    services: [connections],
    values: {
      connectionPlanId: managementPlan,
      [`serviceId.${connections}`]: 'true',
      [`quantity.${connections}`]: '7',
      billingCycle: 'annually',
      billingId,
    },
    body:
      '{"operationType":"purchase_plan","productId":15,"billingId":3197218168379846219,' +
      '"serviceList":[{"serviceType":"plan","serviceId":3049593840724746523,"purchaseType":"purchase",' +
      '"billingModel":"recurring","billingCycle":"annually","multiCycle":1},' +
      '{"connectionPlanId":3049593840724746523,"serviceType":"service","serviceId":3049474786184064169,' +
      '"quantity":7,"purchaseType":"purchase","billingCycle":"once","multiCycle":0}]}',
  },
  {
    tutorial: 'Additional connections, Remote Management',
    operation: 'expand',
    productId: 15,
    service: { serviceId: connections, name: 'Additional Connections' },
    values: {
      connectionPlanId: managementPlan,
      serviceId: connections,
      quantity: '3',
      billingCycle: 'once',
      billingId,
    },
    body:
      '{"operationType":"purchase_service","productId":15,"billingId":3197218168379846219,' +
      '"serviceList":[{"connectionPlanId":3049593840724746523,"serviceType":"service",' +
      '"serviceId":3049474786184064169,"quantity":3,"purchaseType":"purchase","billingCycle":"once",' +
      '"multiCycle":0}]}',
  },
  {
    tutorial: 'Renew Remote Management',
    operation: 'renew',
    productId: 15,
    values: { partnerId, connectionPlanId: managementPlan, billingCycle: 'annually', billingId },
    body:
      '{"operationType":"renew_plan","productId":15,"billingId":3197218168379846219,' +
      '"partnerId":"3197220415588370433","serviceList":[{"serviceType":"plan",' +
      '"serviceId":3049593840724746523,"purchaseType":"renew","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":1}]}',
  },
  {
    tutorial: 'Free trial, RM Premium',
    operation: 'startTrial',
    productId: 21,
    service: { serviceId: premium, name: 'Remote Management Premium' },
    values: { serviceId: premium },
    body:
      '{"operationType":"trial_service","productId":21,"serviceList":[{"serviceType":"service",' +
      '"serviceId":3049629326775035347,"purchaseType":"trial","multiCycle":0}]}',
  },
  {
    tutorial: 'Purchase RM Premium',
    operation: 'purchase',
    productId: 21,
    service: { serviceId: premium, name: 'Remote Management Premium' },
    values: { serviceId: premium, quantity: '40', billingCycle: 'annually', billingId },
    body:
      '{"operationType":"purchase_service","productId":21,"billingId":3197218168379846219,' +
      '"serviceList":[{"serviceType":"service","serviceId":3049629326775035347,"quantity":40,' +
      '"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
  },
  {
    tutorial: 'Additional connections, RM Premium',
    operation: 'expand',
    productId: 21,
    service: { serviceId: premium, name: 'Remote Management Premium' },
    values: { serviceId: premium, quantity: '2', billingCycle: 'annually', billingId },
    body:
      '{"operationType":"purchase_service","productId":21,"billingId":3197218168379846219,' +
      '"serviceList":[{"serviceType":"service","serviceId":3049629326775035347,"quantity":2,' +
      '"purchaseType":"purchase","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
  },
  {
    tutorial: 'Renew RM Premium',
    operation: 'renew',
    productId: 21,
    service: { serviceId: premium, name: 'Remote Management Premium' },
    values: { serviceId: premium, quantity: '42', billingCycle: 'annually', billingId },
    body:
      '{"operationType":"renew_service","productId":21,"billingId":3197218168379846219,' +
      '"serviceList":[{"serviceType":"service","serviceId":3049629326775035347,"quantity":42,' +
      '"purchaseType":"renew","billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
  },
  {
    tutorial: 'Purchase PCE White Label',
    operation: 'purchase',
    productId: 19,
    service: { serviceId: whiteLabel, name: 'PCE White Label' },
    values: { partnerId, serviceId: whiteLabel, billingCycle: 'annually', billingId },
    body:
      '{"operationType":"purchase_service","productId":19,"billingId":3197218168379846219,' +
      '"partnerId":"3197220415588370433","serviceList":[{"serviceType":"service",' +
      '"serviceId":3049675483072380397,"purchaseType":"purchase","billingModel":"recurring",' +
      '"billingCycle":"annually","multiCycle":0}]}',
  },
  {
    tutorial: 'Renew YCM White Label',
    operation: 'renew',
    productId: 19,
    service: { serviceId: whiteLabel, name: 'PCE White Label' },
    values: { serviceId: whiteLabel, billingCycle: 'annually', billingId },
    body:
      '{"operationType":"renew_service","productId":19,"billingId":3197218168379846219,' +
      '"serviceList":[{"serviceType":"service","serviceId":3049675483072380397,"purchaseType":"renew",' +
      '"billingModel":"recurring","billingCycle":"annually","multiCycle":0}]}',
  },
];
