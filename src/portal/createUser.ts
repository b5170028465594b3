import { OtherSignInError, UnexpectedError, explained } from './explained';
import * as l10n from '@vscode/l10n';
import { isClearRefusal } from './clearRefusal';
import type { PortalClient } from './client';
import { readBody, refusedParameter } from './envelope';
import { ExplainedError, PortalError, RefusedError } from './errors';
import { documentCode, hasUnseen, type EnteredKind } from '../text/plainText';
import type { Authorization, Session } from './session';
import * as z from 'zod/mini';
import { parseExact, printExact } from './exactJson';

/** The outcome of creating a user. */
export type UserOutcome =
  /** The reply confirmed it, or the portal now lists a user whom it did not list before. */
  | { readonly kind: 'created'; readonly by: 'reply' | 'list'; readonly reply: string | undefined }
  /** The portal refused to create the user. */
  | { readonly kind: 'refused'; readonly error: ExplainedError; readonly field: UserField | undefined }
  /** The portal certainly did not create the user: it is safe to send the request again. */
  | { readonly kind: 'notSent'; readonly error: ExplainedError }
  /** Anything else, if the portal's list does not decide it either. */
  | {
      readonly kind: 'unknown';
      readonly error: ExplainedError | undefined;
      /** The reply as received, if it reports success without confirming that a user was created. */
      readonly reply: string | undefined;
    };

/** The portal already lists a user with this Yeastar ID. */
export class AlreadyListedError extends ExplainedError {
  constructor() {
    super('the portal lists a user with this Yeastar ID already');
  }

  sentence(): string {
    return l10n.t('The portal already lists a subordinate user with this Yeastar ID. Nothing was sent.');
  }
}

/** The portal reported success, but also that it created no user. */
export class NotCreatedError extends ExplainedError {
  constructor(
    readonly requestId: string,
    /** The whole reply as received. */
    readonly reply: string,
  ) {
    super(`the portal did not create the user (request ${requestId})`);
  }

  sentence(): string {
    return l10n.t(
      'The portal did not create the user and gave no reason (request {0}).',
      documentCode(this.requestId) || '–',
    );
  }
}

/**
 * Creates a subordinate user with a single request that is never repeated automatically. If the reply leaves the
 * outcome open, the portal's list of users is checked once. Never throws for a failed call: every result is an outcome.
 *
 * @param signInId The sign-in in which the user was entered; nothing is sent in any other.
 */
export async function createUser(
  client: PortalClient,
  session: Session,
  body: UserBody,
  signInId: string,
): Promise<UserOutcome> {
  const yeastarId = yeastarIdOf(body);
  const isListed = () => isUserListed(client, session, yeastarId, signInId);
  let authorization: Authorization;
  let wasListed: boolean | undefined;
  try {
    wasListed = await isListed();
    authorization = await session.authorization();
    if (authorization.signInId !== signInId) {
      throw new OtherSignInError('user');
    }
  } catch (error) {
    return { kind: 'notSent', error: explained(error, 'user') };
  }
  if (wasListed === true) {
    return { kind: 'notSent', error: new AlreadyListedError() };
  }
  const outcome = await post(client, authorization, body);
  if (outcome.kind !== 'unknown' || wasListed === undefined) {
    return outcome;
  }
  return (await isListed()) === true ? { kind: 'created', by: 'list', reply: outcome.reply } : outcome;
}

/** Whether the portal lists a user; undefined if the list cannot be read or the sign-in has changed. */
async function isUserListed(
  client: PortalClient,
  session: Session,
  yeastarId: string,
  signInId: string,
): Promise<boolean | undefined> {
  try {
    const partners = await client.partners();
    const { signInId: current } = await session.authorization();
    const isSame = (email: string) => email.trim().toLowerCase() === yeastarId.toLowerCase();
    return current === signInId ? partners.some(({ email }) => isSame(email)) : undefined;
  } catch {
    return undefined;
  }
}

async function post(
  client: PortalClient,
  authorization: Authorization,
  body: UserBody,
): Promise<UserOutcome> {
  try {
    const { result, requestId, text } = await client.saveUser(authorization, body);
    if (result === true) {
      return { kind: 'created', by: 'reply', reply: text };
    }
    return result === false
      ? { kind: 'refused', error: new NotCreatedError(requestId, text), field: undefined }
      : { kind: 'unknown', error: undefined, reply: text };
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): UserOutcome {
  if (!(error instanceof PortalError)) {
    return { kind: 'unknown', error: new UnexpectedError('user', error), reply: undefined };
  }
  if (error.reached === 'no') {
    return { kind: 'notSent', error };
  }
  return error instanceof RefusedError &&
    isClearRefusal(error.refusal.transportStatus, readBody(error.refusal.text))
    ? { kind: 'refused', error, field: refusedParameter(error, userFields) }
    : { kind: 'unknown', error, reply: undefined };
}

/** Types of the number in `taxNum` (API guide, create a subordinate user). */
export const taxTypes = ['VAT_number', 'Tax_ID', 'TIN_number', 'RUC', 'CUIT'] as const;

/** The text parameters of a new user, in the order of the guide. */
export const userFields = [
  'yeastarId',
  'company',
  'country',
  'firstName',
  'lastName',
  'phoneNumber',
  'stateProvince',
  'city',
  'street',
  'zipCode',
  'taxType',
  'taxNum',
  'remark',
] as const;
export type UserField = (typeof userFields)[number];

/** What can be wrong with a field of a new user. The form has the texts for people. */
const problemKinds = ['missing', 'noName', 'notAnAddress', 'notOffered', 'controlCharacters'] as const;
export type UserProblem = (typeof problemKinds)[number];
export type UserProblems = Readonly<Partial<Record<UserField, UserProblem>>>;

/** What the user typed or chose, as text; an empty field is an empty string. */
export type NewUserValues = Readonly<Record<UserField, string>> & {
  /** Undefined leaves the decision to the portal. */
  readonly sendUserActivationEmail: boolean | undefined;
};

export const emptyUserValues: NewUserValues = {
  yeastarId: '',
  company: '',
  country: '',
  firstName: '',
  lastName: '',
  phoneNumber: '',
  stateProvince: '',
  city: '',
  street: '',
  zipCode: '',
  taxType: '',
  taxNum: '',
  remark: '',
  sendUserActivationEmail: undefined,
};

const address = /^[^\s@]+@[^\s@]+$/;

const optional = (kind: EnteredKind) =>
  z.string().check(
    z.trim(),
    z.refine((text) => !hasUnseen(text, kind), problem('controlCharacters')),
  );
const required = (kind: EnteredKind) => optional(kind).check(z.minLength(1, problem('missing')));

const newUser = z
  .object({
    /** An e-mail address. */
    yeastarId: required('code').check(z.regex(address, problem('notAnAddress'))),
    company: required('name'),
    country: required('name'),
    firstName: optional('name'),
    lastName: optional('name'),
    phoneNumber: optional('code'),
    stateProvince: optional('name'),
    city: optional('name'),
    street: optional('name'),
    zipCode: optional('code'),
    taxType: z.enum(['', ...taxTypes], problem('notOffered')),
    taxNum: optional('code'),
    remark: optional('name'),
    sendUserActivationEmail: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ firstName, lastName }) => firstName !== '' || lastName !== '', {
      path: ['firstName'],
      error: problem('noName'),
    }),
  );

declare const bodyBrand: unique symbol;

/** The body that creates one user: built once, then shown and sent as this exact text. */
export type UserBody = string & { readonly [bodyBrand]: true };

/** Returns what prevents the user from being created, at most one problem per field. */
export function userProblems(values: NewUserValues): UserProblems {
  const { error } = z.safeParse(newUser, values);
  const problems: Partial<Record<UserField, UserProblem>> = {};
  for (const { path, message } of error?.issues ?? []) {
    const field = userFields.find((name) => name === path[0]);
    const kind = problemKinds.find((name) => name === message);
    if (field && kind) {
      problems[field] ??= kind;
    }
  }
  return problems;
}

/**
 * Builds the body of `save_user` (API guide, create a subordinate user), keys in the guide's order, empty optional ones
 * left out.
 *
 * @throws ZodError if `userProblems` finds a problem.
 */
export function userBody(values: NewUserValues): UserBody {
  const read = z.parse(newUser, values);
  const filled = userFields.filter((name) => read[name] !== '').map((name) => [name, read[name]] as const);
  const { sendUserActivationEmail } = read;
  return printExact({
    userType: 'Customer',
    ...Object.fromEntries(filled),
    ...(sendUserActivationEmail === undefined ? {} : { sendUserActivationEmail }),
  }) as UserBody;
}

/** Returns the Yeastar ID in the body of a new user. */
export function yeastarIdOf(body: UserBody): string {
  return z.parse(z.object({ yeastarId: z.string() }), parseExact(body)).yeastarId;
}

function problem(kind: UserProblem): UserProblem {
  return kind;
}
