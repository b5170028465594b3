import { remarkText } from '../../src/orders/assumptions';
import type {
  RuleValue,
  LineRule,
  MultiCycle,
  Operation,
  OperationRule,
  QuantityRule,
} from '../../src/rules/operationRule';
import { operationRules, undocumentedOperations } from '../../src/rules/table';

/** The page of the documentation that the table of rules is: Markdown. */
export function operationsPage(): string {
  const byProduct = new Map<string, OperationRule[]>();
  for (const rule of operationRules) {
    const key = rule.productIds.join(' or ');
    byProduct.set(key, [...(byProduct.get(key) ?? []), rule]);
  }
  return [
    '# What can be ordered, and how',
    '',
    'This page is made from the table of rules that the form, the request and the sandbox read (`npm run docs`).',
    'What stands in _italics_ is in no tutorial of the API guide for that order: it is taken over from a similar one, and the review of the order says so. “–” is a parameter that is not sent.',
    '',
    ...[...byProduct].flatMap(([productId, rules]) => [
      `## Product ${productId}: ${productNames[productId] ?? ''}`,
      '',
      ...rules.flatMap(ruleSection),
    ]),
    '## Not offered',
    '',
    'Guessing would spend your money, so these are left to the Partner Portal itself:',
    '',
    ...undocumentedOperations.map(
      ({ tutorial, productIds, reason }) =>
        `- ${tutorial}${productIds.length === 0 ? '' : ` (product ${productIds.join(', ')})`}: ${reason}`,
    ),
    '',
  ].join('\n');
}

const productNames: Readonly<Record<string, string>> = {
  '9': 'Linkus Cloud Service',
  '11': 'P-Series Plan for Appliance Edition',
  '12': 'Software PBX (PSE Self-hosted)',
  '13': 'Cloud PBX (PCE Instance)',
  '14': 'P-Series Turnkey Package',
  '15': 'Remote Management',
  '19': 'Add-on Service (White Label)',
  '21 or 20': 'Remote Management Premium',
};

const commands: Readonly<Record<Operation, string>> = {
  subscribe: 'Subscribe to a Service',
  expand: 'Expand',
  renew: 'Renew',
  switchPlan: 'Switch Plan',
  purchase: 'Purchase',
  startTrial: 'Start a Trial',
};

function ruleSection(rule: OperationRule): string[] {
  const { plan, services, remarks } = rule;
  const lines: [string, LineRule][] = [
    ...(plan ? [['plan', plan] satisfies [string, LineRule]] : []),
    ...(services ? [[servicesText(services.choice), services.line] satisfies [string, LineRule]] : []),
  ];
  return [
    `### ${rule.tutorial}`,
    '',
    `Command: ${rule.operations.map((operation) => commands[operation]).join(', ')} · operationType: ${cellText(rule.operationType, (value) => `\`${value}\``)} · ${topLevelText(rule)}`,
    '',
    '| item | purchaseType | billingModel | billingCycle | multiCycle | quantity |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines.map(
      ([item, line]) =>
        `| ${[
          item,
          cellText(line.purchaseType, (value) => `\`${value}\``),
          cellText(line.billingModel, (value) => `\`${value}\``),
          cellText(line.billingCycle, (value) => value.map((cycle) => `\`${cycle}\``).join(', ')),
          cellText(line.multiCycle, multiCycleText),
          cellText(line.quantity, quantityText),
        ].join(' | ')} |`,
    ),
    '',
    ...remarks.map((remark) => `- ${remarkText(remark)}`),
    ...(remarks.length > 0 ? [''] : []),
  ];
}

function servicesText(choice: 'one' | 'any' | 'allSubscribed'): string {
  switch (choice) {
    case 'one':
      return 'one service';
    case 'any':
      return 'services, as many as are chosen';
    case 'allSubscribed':
      return 'every subscribed service';
  }
}

function topLevelText({ topLevel }: OperationRule): string {
  const { productNo, billingId, partnerId, assignId, orderPceSpecialRequest } = topLevel;
  return [
    productNo === 'absent'
      ? 'no serial number'
      : productNo === 'entered'
        ? '`productNo` (may be typed)'
        : '`productNo`',
    billingId === 'optional' ? '`billingId` if a billing contact is chosen' : '`billingId`',
    ...(partnerId === 'optional' ? ['`partnerId` if on behalf of a user'] : []),
    ...(assignId === 'optional' ? ['`assignId` if assigned to a user'] : []),
    ...(orderPceSpecialRequest === 'required' ? ['`orderPceSpecialRequest` (name, region, domain)'] : []),
  ].join(', ');
}

function cellText<Value>(
  { value, documented }: RuleValue<Value | 'absent'>,
  text: (value: Value) => string,
): string {
  const told = isAbsent(value) ? '–' : text(value);
  return documented ? told : `_${told}_`;
}

function isAbsent(value: unknown): value is 'absent' {
  return value === 'absent';
}

function multiCycleText(value: MultiCycle): string {
  return isList(value)
    ? listText(value)
    : Object.entries(value)
        .map(([cycle, counts]) => `${cycle}: ${listText(counts)}`)
        .join('; ');
}

function isList(value: MultiCycle): value is readonly number[] {
  return Array.isArray(value);
}

function listText(counts: readonly number[]): string {
  const [first] = counts;
  return counts.length > 1 ? `${first ?? ''} to ${counts.at(-1) ?? ''}` : String(first ?? '');
}

function quantityText(rule: QuantityRule): string {
  switch (rule.kind) {
    case 'currentExtensions':
      return 'the current number of extensions';
    case 'extensions':
      return `extensions, ${rule.least}${rule.most === undefined ? ' or more' : ` to ${rule.most}`}`;
    case 'amountToAdd':
      return `the amount to add${rule.mostTogether === undefined ? '' : `, at most ${rule.mostTogether} together`}`;
    case 'connections':
      return 'connections';
    case 'whereCounted':
      return 'where the service is counted';
  }
}
