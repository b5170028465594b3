import { l10n } from 'vscode';

/**
 * Returns what a field of a plan, a service or a billing contact is called in a document (API guide, create an order and
 * billing contacts); undefined for a field that the guide does not name, which keeps the portal's name.
 */
export function fieldLabel(name: string): string | undefined {
  switch (name) {
    case 'serviceType':
      return l10n.t('Kind');
    case 'serviceId':
      return l10n.t('Service ID');
    case 'planId':
      return l10n.t('Plan ID');
    case 'connectionPlanId':
      return l10n.t('Plan ID of the PBX');
    case 'quantity':
      return l10n.t('Quantity');
    case 'purchaseType':
      return l10n.t('Purchase type');
    case 'billingModel':
      return l10n.t('Billing model');
    case 'billingCycle':
      return l10n.t('Billing cycle');
    case 'multiCycle':
      return l10n.t('Years (0: one cycle)');
    case 'billingContactId':
      return l10n.t('Billing contact ID');
    case 'firstName':
      return l10n.t('First name');
    case 'lastName':
      return l10n.t('Last name');
    case 'company':
      return l10n.t('Company');
    case 'emailAddress':
      return l10n.t('E-mail address');
    case 'country':
      return l10n.t('Country');
    case 'city':
      return l10n.t('City');
    case 'address':
      return l10n.t('Address');
    case 'street':
      return l10n.t('Street');
    case 'zipCode':
      return l10n.t('Postal code');
    default:
      return undefined;
  }
}
