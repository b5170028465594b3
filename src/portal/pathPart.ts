import * as l10n from '@vscode/l10n';
import { type Exchange, PortalError } from './errors';

/** Far above what any id holds; servers take no address of any length. */
const longest = 256;

/**
 * Whether a name can be one part of a path, whoever reads it. Encoding alone does not do: the URL standard takes `%2e%2e`
 * for `..`, and servers differ in when they decode `%2F`, in `;` and in characters that look like these.
 */
function canBePart(name: string): boolean {
  const isPlain = (text: string) =>
    text.trim() === text && !/^\.*$/.test(text) && !/[/\\%?#;\p{C}\p{Zl}\p{Zp}]/u.test(text);
  return name.length <= longest && isPlain(name) && isPlain(name.normalize('NFKC'));
}

/** An id or a number from the portal, or from a user, that cannot be part of a path. Nothing was sent. */
export class PathPartError extends PortalError {
  readonly reached = 'no';

  constructor(
    exchange: Exchange,
    private readonly part: string,
  ) {
    super(exchange, `not asked for ${JSON.stringify(shortened(part))}, which can be no part of a path`);
  }

  override sentence(): string {
    return l10n.t('"{name}" cannot be part of an address, so {host} was not asked for it.', {
      name: shortened(this.part),
      host: this.exchange.host,
    });
  }
}

/**
 * The path with `name` as its last part.
 *
 * @throws PathPartError when it would be another path, or be read as one.
 */
export function pathTo(exchange: Exchange, name: string): string {
  if (!canBePart(name)) {
    throw new PathPartError(exchange, name);
  }
  return `${exchange.path}/${encodeURIComponent(name)}`;
}

function shortened(name: string): string {
  return name.length > longest ? `${name.slice(0, longest)}…` : name;
}
