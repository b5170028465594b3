import { l10n } from 'vscode';
import { remarkText } from '../../orders/assumptions';
import type { BillingContact, Partner } from '../../portal/lookupReplies';
import { codeText, isVisible, nameOrId, plainText, shortText } from '../../text/plainText';
import type { Choice, Field } from '../contract';
import { type FormInput, formRule } from '../facts';
import { answerOf } from '../formAnswers';
import { fieldOf, statusOf } from './field';
import type { PortalText } from '../../portal/values';
import { valueOf } from '../../orders/formValues';

/** Fields for the users on whose behalf the order is placed and to whom the product is assigned. */
export function partnerFields(facts: FormInput): Field[] {
  const topLevel = formRule(facts)?.topLevel;
  const { partners } = facts.lookedUp;
  const choices = (answerOf(partners) ?? []).map((partner): Choice => ({
    value: partner.partnerId,
    label: nameOrId(partnerText(partner), partner.partnerId),
    note: codeText(partner.email),
  }));
  const fields: Field[] = [];
  if (topLevel?.partnerId === 'optional') {
    fields.push(
      fieldOf(facts, 'partnerId', {
        control: 'select',
        label: l10n.t('On behalf of'),
        choices: [{ value: '', label: l10n.t('My company'), note: '' }, ...choices],
        optional: true,
        ...statusOf(facts, partners),
      }),
    );
  }
  if (topLevel?.assignId === 'optional') {
    fields.push(
      fieldOf(facts, 'assignId', {
        control: 'select',
        label: l10n.t('Assign to'),
        choices: [{ value: '', label: l10n.t('No one'), note: '' }, ...choices],
        optional: true,
        hint: l10n.t('That user sees the product, and gets the activation e-mail.'),
        ...statusOf(facts, partners),
      }),
    );
  }
  return fields;
}

/** Field for the billing contact, who gets the invoice; optional for a trial. */
export function contactFields(facts: FormInput): Field[] {
  const rule = formRule(facts)?.topLevel.billingId;
  if (rule === undefined) {
    return [];
  }
  const isOptional = rule === 'optional';
  const look = facts.lookedUp.contacts;
  const contacts = answerOf(look) ?? [];
  return [
    fieldOf(facts, 'billingId', {
      control: 'select',
      label: l10n.t('Billing contact'),
      optional: isOptional,
      hint: isOptional ? remarkText('contactDiffers') : noContactHint(look),
      suggested: isOptional ? '' : suggestedContact(contacts, facts.remembered?.billingId),
      choices: [
        ...(isOptional ? [{ value: '', label: l10n.t('None'), note: '' }] : []),
        ...contacts.map((contact): Choice => ({
          value: contact.billingContactId,
          label: nameOrId(contactText(contact), contact.billingContactId),
          note:
            plainText(contact.emailAddress) === ''
              ? ''
              : l10n.t('The invoice goes to {0}.', codeText(contact.emailAddress)),
        })),
      ],
      ...statusOf(facts, look),
    }),
  ];
}

/** Returns the id of the only contact, otherwise of the one in the last order if the portal still lists it. */
function suggestedContact(contacts: readonly BillingContact[], last: string | undefined): string {
  const found =
    contacts.length === 1 ? contacts[0] : contacts.find(({ billingContactId }) => billingContactId === last);
  return found?.billingContactId ?? '';
}

function noContactHint(look: FormInput['lookedUp']['contacts']): string {
  return look.status === 'ready' && look.value.length === 0
    ? l10n.t('The portal lists no billing contact. Add one in the Partner Portal, then try again.')
    : '';
}

/** Name and company of a contact, as far as they are known, otherwise the id. */
export function contactText({ billingContactId, ...contact }: BillingContact): PortalText {
  return personText(contact) || billingContactId;
}

/** Name and company of a subordinate user, as far as they are known, otherwise the e-mail address or the id. */
export function partnerText({ partnerId, email, ...partner }: Partner): PortalText {
  return personText(partner) || (isVisible(email) ? email : partnerId);
}

function personText(person: Pick<Partner, 'firstName' | 'lastName' | 'company'>): PortalText {
  const name: PortalText = [person.firstName, person.lastName].filter(isVisible).map(shortText).join(' ');
  return [name, person.company].filter(isVisible).map(shortText).join(', ');
}

/** Fields for the name, region and domain of a new cloud PBX. */
export function newPbxFields(facts: FormInput): Field[] {
  if (formRule(facts)?.topLevel.orderPceSpecialRequest !== 'required') {
    return [];
  }
  const look = facts.lookedUp.regions;
  const regions = answerOf(look) ?? [];
  const region = regions.find(({ id }) => id === valueOf(facts.values, 'regionId'));
  return [
    fieldOf(facts, 'pbxName', {
      label: l10n.t('Name of the PBX'),
      hint: l10n.t('As Yeastar Central Management shows it.'),
    }),
    fieldOf(facts, 'regionId', {
      control: 'select',
      label: l10n.t('Region'),
      choices: regions.map(({ id, name }) => ({ value: id, label: nameOrId(name, id), note: '' })),
      ...statusOf(facts, look),
    }),
    fieldOf(facts, 'pbxSubDomainId', {
      control: 'select',
      label: l10n.t('Domain'),
      hint: region ? '' : l10n.t('Choose the region first.'),
      suggested: region?.subDomains.length === 1 ? (region.subDomains[0]?.pbxSubDomainId ?? '') : '',
      choices: (region?.subDomains ?? []).map(({ pbxSubDomainId, names }) => ({
        value: pbxSubDomainId,
        label: nameOrId(names.join(', '), pbxSubDomainId),
        note: '',
      })),
      ...statusOf(facts, look),
    }),
  ];
}
