import { l10n } from 'vscode';
import { quantityFieldOf } from '../../orders/order';
import { ticked, valueOf } from '../../orders/formValues';
import type { LineRule, QuantityRule } from '../../rules/operationRule';
import { type ServiceName, isChargedPerExtension } from '../../rules/table';
import { nameOrId } from '../../text/plainText';
import type { Field } from '../contract';
import {
  type FormInput,
  certainExtensions,
  chosenPlanId,
  chosenService,
  currentExtensions,
  lockedServices,
  orderedServices,
  subscribedServices,
  formRule,
  tickableServices,
  unclearServices,
} from '../facts';
import { type FieldProperties, fieldOf, statusOf } from './field';
import type { PortalText } from '../../portal/values';

/** Field for the quantity of the plan, or of the service of an order that takes one service. */
export function quantityFields(facts: FormInput): Field[] {
  const shape = formRule(facts);
  const services = shape?.services?.choice === 'one' ? shape.services.line : undefined;
  const line = shape?.plan ?? services;
  if (line === undefined || line.quantity.value === 'absent') {
    return [];
  }
  const pricedId = shape?.plan ? chosenPlanId(facts) : chosenService(facts)?.serviceId;
  const isServiceOpen = !shape?.plan && pricedId === undefined;
  return [
    fieldOf(facts, 'quantity', {
      control: 'number',
      label: l10n.t('Quantity'),
      ...(isServiceOpen ? {} : quantityProperties(facts, line.quantity.value, pricedId ?? '')),
    }),
  ];
}

/**
 * Check boxes for the services that an order can contain, each followed by a quantity field if the service has its own
 * quantity.
 */
export function tickableFields(facts: FormInput): Field[] {
  const shape = formRule(facts);
  const services = tickableServices(facts);
  const line = shape?.services?.line;
  if (!shape || !line) {
    return [];
  }
  const locked = lockedServices(facts);
  const unclear = new Set(unclearServices(facts).map(({ serviceId }) => serviceId));
  const ordered = new Set(orderedServices(facts).map(({ serviceId }) => serviceId));
  const groupHint =
    shape.services.choice === 'allSubscribed' && subscribedServices(facts) === undefined
      ? l10n.t('The portal does not report which services this PBX has. Tick each one that it has.')
      : '';
  const group = locked.size > 0 ? l10n.t('Services, renewed together with the plan') : l10n.t('Services');
  return services.flatMap(({ serviceId, name }) => [
    fieldOf(facts, `serviceId.${serviceId}`, {
      control: locked.has(serviceId) ? 'readonlyCheckbox' : 'checkbox',
      label: nameOrId(name, serviceId),
      group,
      groupHint,
      suggested: locked.has(serviceId) ? ticked : '',
      hint:
        unclear.has(serviceId) && shape.services?.choice === 'allSubscribed'
          ? l10n.t('The portal does not clearly say whether this PBX is subscribed to it. Tick it if it is.')
          : '',
    }),
    ...(ordered.has(serviceId) ? ownQuantityField(facts, line, serviceId, name ?? serviceId) : []),
  ]);

  function ownQuantityField(facts: FormInput, line: LineRule, serviceId: string, name: PortalText): Field[] {
    const field = shape && quantityFieldOf(shape, serviceId);
    return field === undefined || field === 'quantity' || line.quantity.value === 'absent'
      ? []
      : [
          fieldOf(facts, field, {
            control: 'number',
            label: l10n.t('Quantity of {0}', nameOrId(name, serviceId)),
            group,
            ...quantityProperties(facts, line.quantity.value, serviceId),
            // eslint-disable-next-line house/portal-text -- A rule compares it
            ...perExtension(facts, { serviceId, name }),
          }),
        ];
  }
}

/** A service that is charged per extension is ordered in the same quantity as the plan. */
function perExtension(facts: FormInput, service: ServiceName): FieldProperties {
  return isChargedPerExtension(facts.target.productId, service)
    ? {
        suggested: valueOf(facts.values, 'quantity'),
        hint: l10n.t('Charged per extension, for the same number as the plan.'),
      }
    : {};
}

/** @param pricedId Id of the plan or service whose limits apply. */
function quantityProperties(facts: FormInput, rule: QuantityRule, pricedId: string): FieldProperties {
  const terms = facts.lookedUp.terms.get(pricedId);
  const limits = { least: terms?.least ?? null, most: terms?.most ?? null };
  switch (rule.kind) {
    case 'currentExtensions':
      return { ...limits, most: limits.most ?? rule.most ?? null, ...currentExtensionsProperties(facts) };
    case 'extensions':
      return {
        least: limits.least ?? rule.least,
        most: limits.most ?? rule.most ?? null,
        hint: l10n.t('Number of extensions.'),
      };
    case 'amountToAdd': {
      const extensions = certainExtensions(facts);
      const { mostTogether } = rule;
      const remaining =
        mostTogether === undefined || extensions === undefined ? undefined : mostTogether - extensions;
      return {
        least: limits.least,
        most: limits.most ?? remaining ?? mostTogether ?? null,
        hint: [amountHint(facts), totalHint(mostTogether, extensions)]
          .filter((part) => part !== '')
          .join(' '),
      };
    }
    case 'connections':
      return { ...limits, hint: l10n.t('Number of connections.') };
    case 'whereCounted':
      return terms?.most === undefined
        ? {
            optional: true,
            hint: l10n.t('Only for services with a quantity. Leave it empty for others.'),
          }
        : limits;
  }
}

function currentExtensionsProperties(facts: FormInput): FieldProperties {
  const { detail } = facts.lookedUp;
  const extensions = currentExtensions(facts);
  const isCertain = certainExtensions(facts) !== undefined;
  const suggested = extensions === undefined ? '' : String(extensions);
  const doubt =
    extensions === undefined || isCertain
      ? ''
      : l10n.t(
          'The portal’s reply contains {0}, which may mean something else. Correct it if so.',
          extensions,
        );
  const isUnknown = detail.status !== 'loading' && extensions === undefined;
  if (facts.target.operation === 'renew') {
    return {
      ...statusOf(facts, detail),
      // The portal refuses to renew any other number.
      control: isCertain ? 'readonly' : 'number',
      suggested,
      hint: isUnknown
        ? l10n.t(
            'A renewal covers exactly the current number of extensions. The portal does not report it; enter it.',
          )
        : [l10n.t('A renewal covers exactly the current number of extensions.'), doubt].join(' ').trim(),
    };
  }
  return {
    ...statusOf(facts, detail),
    suggested,
    hint:
      isUnknown && detail.status === 'ready'
        ? l10n.t(
            'Charged per extension. The portal does not report the current number of extensions; enter it.',
          )
        : [l10n.t('Charged per extension. Enter the current number of extensions.'), doubt].join(' ').trim(),
  };
}

function amountHint({ target }: FormInput): string {
  return target.operation === 'purchase'
    ? l10n.t('How many to buy.')
    : l10n.t('How many to add to what the PBX has.');
}

function totalHint(mostTogether: number | undefined, extensions: number | undefined): string {
  if (mostTogether === undefined) {
    return '';
  }
  return extensions === undefined
    ? l10n.t('At most {0} extensions in total.', mostTogether)
    : l10n.t('The PBX has {0} extensions and can have at most {1}.', extensions, mostTogether);
}
