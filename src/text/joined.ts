import { l10n } from 'vscode';

/** Returns a line of a hover; empty if there is no value. */
export function labelled(label: string, value: string): string {
  return value === '' ? '' : l10n.t('{0}: {1}', label, value);
}

/** Joins the parts that are not empty. */
export function joined(parts: readonly string[], separator: string): string {
  return parts.filter((part) => part !== '').join(separator);
}
