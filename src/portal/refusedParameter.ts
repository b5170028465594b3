import {
  ForbiddenError,
  type Refusal,
  RefusedError,
  ServerError,
  TooManyRequestsError,
  UnauthorizedError,
  UnreadableReplyError,
} from './errors';
import { findRecords } from './findRecords';
import { type PortalText, readAs, textOrNumber } from './values';

/**
 * Returns the parameter that a refusal is about: the one that its `result` names, otherwise the one that its message
 * starts with (`country: unknown`). Undefined if it is none of `names`.
 */
export function refusedParameter<Name extends string>(
  { refusal }: RefusedError,
  names: readonly Name[],
): Name | undefined {
  return refusedPaths(refusal)
    .map((path) => path.split('.').at(-1))
    .map((last) => names.find((name) => name === last))
    .find((name) => name !== undefined);
}

/** Paths of parameters that a refusal may be about: those in its `result`, then what its message begins with. */
export function refusedPaths({ result, detailMessage }: Refusal): PortalText[] {
  const named = findRecords(result, 'field').map(({ record }) => readAs(textOrNumber, record.field) ?? '');
  const [beginning = ''] = detailMessage.split(':', 1);
  return [...named, beginning].map((path) => path.trim());
}

/**
 * Whether a failed read may succeed without one of its parameters. 500 counts, because portals fail that way over an
 * unknown parameter. Other 5xx, 401, 403 and 429 have other causes. The failure need not be in the portal's envelope.
 */
export function mayRefuseParameter(error: unknown): boolean {
  if (error instanceof UnreadableReplyError) {
    return error.status >= 400 && error.status !== 401 && error.status !== 403;
  }
  if (!(error instanceof RefusedError)) {
    return false;
  }
  const isAboutAnother =
    error instanceof UnauthorizedError ||
    error instanceof ForbiddenError ||
    error instanceof TooManyRequestsError ||
    (error instanceof ServerError && error.refusal.status !== 500);
  return !isAboutAnother;
}
