import { element, showChildren } from './element';
import { showText } from './shownText';

interface Group {
  readonly element: HTMLElement;
  readonly legend: HTMLElement;
  readonly fields: HTMLElement;
}

/** Brings fields that belong together under one text. */
export class FieldGroups {
  /** By the name of the group. */
  private readonly groups = new Map<string, Group>();

  /** What stands in the form for these fields, in their order. */
  arrange(fields: readonly { readonly group: string; readonly element: HTMLElement }[]): HTMLElement[] {
    const wanted: HTMLElement[] = [];
    const members = new Map<string, HTMLElement[]>();
    for (const { group, element: field } of fields) {
      const known = members.get(group);
      if (group === '') {
        wanted.push(field);
      } else if (known) {
        known.push(field);
      } else {
        members.set(group, [field]);
        wanted.push(this.groupOf(group).element);
      }
    }
    for (const [group, elements] of members) {
      showChildren(this.groupOf(group).fields, elements);
    }
    return wanted;
  }

  private groupOf(name: string): Group {
    const known = this.groups.get(name);
    if (known) {
      return known;
    }
    const legend = element('legend', { class: 'vscode-label' });
    const text = element('span');
    showText(text, name);
    legend.append(text);
    const fields = element('div');
    const group = { element: element('fieldset', { class: 'group' }, legend, fields), legend, fields };
    this.groups.set(name, group);
    return group;
  }
}
