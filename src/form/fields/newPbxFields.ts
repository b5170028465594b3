import { l10n } from 'vscode';
import { valueOf } from '../../orders/formValues';
import { nameOrId } from '../../plainText';
import type { Field } from '../contract';
import { type FormFacts, shapeOf } from '../facts';
import { answerOf } from '../lookedUp';
import { fieldOf, statusOf } from './field';

/** What a new cloud PBX is to be called and where it is to run. */
export function newPbxFields(facts: FormFacts): Field[] {
  if (shapeOf(facts)?.topLevel.orderPceSpecialRequest !== 'required') {
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
