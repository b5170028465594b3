import * as l10n from '@vscode/l10n';

/** Characters of a reply that are kept: many times a documented reply, and little for a disk. */
const mostCharacters = 64 * 1024;

/** A shorter text is more likely a common word than a secret. */
const shortestSecret = 8;

/** The text without any of the secrets, however often they occur. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return [...secrets]
    .filter(({ length }) => length >= shortestSecret)
    .sort((one, other) => other.length - one.length)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .reduce((rest, secret) => rest.replaceAll(secret, '<redacted>'), text);
}

/** A reply as the journal and the output keep it: whole up to 64 K characters; beyond that it says where it was cut. */
export function keptReply(text: string): string {
  const { length } = text;
  return length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}\n${l10n.t('[Cut here: the first {0} of {1} characters.]', mostCharacters, length)}`;
}
