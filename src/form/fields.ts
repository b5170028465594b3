import { l10n } from 'vscode';
import type { FieldName, FormValues } from '../orders/formValues';
import { fieldNames } from '../orders/formValues';
import type { OrderRule } from '../orders/rules';
import { billingCycles, isHighAvailability, mostExtensions, ruleFor } from '../orders/rules';
import type { Limits } from '../orders/validate';
import type { BillingContact } from '../portal/billingContacts';
import type { Service } from '../portal/catalogue';
import type { Choice, Field } from './contract';
import type { Look, LookedUp } from './lookedUp';
import { answerOf, currentPlan, servicesFor } from './lookedUp';
import { billingCycleText } from './texts';

/** What the form is opened for. */
export interface FormTarget {
  readonly productId: number;
  readonly productNo: string;
  readonly instanceName: string;
  /** The service to preselect; High Availability's id is looked up. */
  readonly service: { readonly serviceId: string } | 'highAvailability' | undefined;
}

/** Everything that the fields are derived from. */
export interface FormFacts {
  readonly target: FormTarget;
  readonly lookedUp: LookedUp;
  /** The values as the webview last told them; an empty one stands for the suggested one. */
  readonly values: FormValues;
  /** What the host or the portal found wrong with a field. */
  readonly problems: Readonly<Partial<Record<FieldName, string>>>;
  /** What happened and what can be done, for a person. */
  readonly explain: (error: unknown) => string;
}

/** The plan that is chosen or suggested; empty when there is none. */
export function chosenPlanId({ values, lookedUp }: FormFacts): string {
  return values.connectionPlanId || (currentPlan(lookedUp)?.planId ?? '');
}

/** The service that is chosen or suggested; undefined when there is none. */
export function chosenService(facts: FormFacts): Service | undefined {
  const services = servicesFor(chosenPlanId(facts), facts.lookedUp);
  const { service } = facts.target;
  const suggested: string | undefined =
    service === 'highAvailability' ? services.find(isHighAvailability)?.serviceId : service?.serviceId;
  const serviceId: string | undefined = facts.values.serviceId || suggested;
  return services.find((candidate) => candidate.serviceId === serviceId);
}

/** The greatest quantity: as the portal tells it, else the documented number of extensions. */
export function quantityLimit(facts: FormFacts): number | undefined {
  const service = chosenService(facts);
  const documented =
    service && ruleFor(service).quantity === 'currentExtensions' ? mostExtensions : undefined;
  const { terms } = facts.lookedUp;
  return (terms?.serviceId === service?.serviceId ? terms?.quantityLimit : undefined) ?? documented;
}

/** What the host accepts: the choices that the fields offer. */
export function limitsOf(fields: readonly Field[], limit: number | undefined): Limits {
  const offered: Partial<Record<FieldName, readonly string[]>> = {};
  for (const { name, control, choices, suggested } of fields) {
    if (control === 'select' || control === 'radio') {
      offered[name] = choices.map(({ value }) => value);
    } else if (control === 'readonly') {
      offered[name] = [suggested];
    }
  }
  return { offered, quantity: limit };
}

/** The form's fields in their order. */
export function fieldsOf(facts: FormFacts): Field[] {
  const service = chosenService(facts);
  const rule = service && ruleFor(service);
  const makers: Record<FieldName, () => Partial<Field>> = {
    productNo: () => ({
      control: 'readonly',
      label: l10n.t('Serial number'),
      suggested: facts.target.productNo,
    }),
    connectionPlanId: () => planField(facts),
    serviceId: () => serviceField(facts, service),
    quantity: () => quantityField(facts, rule),
    billingCycle: () => ({
      control: 'radio',
      label: l10n.t('Billing cycle'),
      choices: (rule?.billingCycles ?? billingCycles).map((value) => ({
        value,
        label: billingCycleText(value),
        note: '',
      })),
    }),
    billingId: () => contactField(facts),
    poNumber: () => ({
      control: 'text',
      label: l10n.t('PO number'),
      hint: l10n.t('Helps to find this order if the connection drops.'),
      optional: true,
    }),
  };
  return fieldNames.map((name) => ({
    ...plainField,
    name,
    problem: facts.problems[name] ?? '',
    ...makers[name](),
  }));
}

const plainField = {
  control: 'text',
  label: '',
  hint: '',
  optional: false,
  suggested: '',
  choices: [],
  status: 'ready',
  failure: '',
} as const satisfies Omit<Field, 'name' | 'problem'>;

function planField(facts: FormFacts): Partial<Field> {
  const { lookedUp } = facts;
  const current = currentPlan(lookedUp);
  const isUntold = lookedUp.detail.status === 'ready' && lookedUp.catalogue.status === 'ready' && !current;
  return {
    control: 'select',
    label: l10n.t('Plan'),
    hint: isUntold ? l10n.t('The portal does not tell the current plan of this PBX: choose it.') : '',
    suggested: current?.planId ?? '',
    choices: (answerOf(lookedUp.catalogue)?.plans ?? []).map(({ planId, name }) => ({
      value: planId,
      label: name ?? planId,
      note: planId === current?.planId ? l10n.t('Current plan.') : '',
    })),
    ...statusOf(facts, lookedUp.catalogue),
  };
}

function serviceField(facts: FormFacts, service: Service | undefined): Partial<Field> {
  const subscribed = answerOf(facts.lookedUp.detail)?.subscribed;
  return {
    control: 'select',
    label: l10n.t('Service'),
    suggested: service?.serviceId ?? '',
    choices: servicesFor(chosenPlanId(facts), facts.lookedUp).map(({ serviceId, name }) => ({
      value: serviceId,
      label: name ?? serviceId,
      note: subscribed?.has(serviceId) === true ? l10n.t('This PBX is subscribed to it already.') : '',
    })),
    ...statusOf(facts, facts.lookedUp.catalogue),
  };
}

function quantityField(facts: FormFacts, rule: OrderRule | undefined): Partial<Field> {
  const { detail } = facts.lookedUp;
  const extensions = answerOf(detail)?.extensions;
  const field = { control: 'number', label: l10n.t('Quantity'), ...statusOf(facts, detail) } as const;
  if (rule?.quantity === 'amountToAdd') {
    return { ...field, hint: l10n.t('The amount to add to what the PBX has.'), status: 'ready', failure: '' };
  }
  if (rule === undefined) {
    return { ...field, status: 'ready', failure: '' };
  }
  return {
    ...field,
    hint:
      detail.status === 'ready' && extensions === undefined
        ? l10n.t(
            'Charged per extension. The portal does not tell the current number of extensions: enter it.',
          )
        : l10n.t('Charged per extension: the current number of extensions.'),
    suggested: extensions === undefined ? '' : String(extensions),
  };
}

function contactField(facts: FormFacts): Partial<Field> {
  const contacts = answerOf(facts.lookedUp.contacts) ?? [];
  return {
    control: 'select',
    label: l10n.t('Billing contact'),
    hint:
      facts.lookedUp.contacts.status === 'ready' && contacts.length === 0
        ? l10n.t('The portal lists no billing contact. Add one in the Partner Portal, then try again.')
        : '',
    suggested: contacts.length === 1 ? (contacts[0]?.billingContactId ?? '') : '',
    choices: contacts.map((contact): Choice => ({
      value: contact.billingContactId,
      label: contactText(contact),
      note: contact.emailAddress === '' ? '' : l10n.t('The invoice goes to {0}.', contact.emailAddress),
    })),
    ...statusOf(facts, facts.lookedUp.contacts),
  };
}

/** Name and company of a contact, or what there is of them, or the id. */
export function contactText({ firstName, lastName, company, billingContactId }: BillingContact): string {
  const name = [firstName, lastName].filter((part) => part !== '').join(' ');
  const text = [name, company].filter((part) => part !== '').join(', ');
  return text === '' ? billingContactId : text;
}

function statusOf(facts: FormFacts, look: Look<unknown>): Pick<Field, 'status' | 'failure'> {
  return { status: look.status, failure: look.status === 'failed' ? facts.explain(look.error) : '' };
}
