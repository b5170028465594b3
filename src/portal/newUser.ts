import * as z from 'zod/mini';
import { hasUnseen, type EnteredKind } from '../enteredText';
import { parseExact, printExact } from './exactJson';

/** What the number in `taxNum` is (API guide, create a subordinate user). */
export const taxTypes = ['VAT_number', 'Tax_ID', 'TIN_number', 'RUC', 'CUIT'] as const;

/** The parameters of a new user that are text, in the order of the guide. */
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

/** What can be wrong with a field of a new user; the texts for a person are the form's. */
const problemKinds = ['missing', 'noName', 'notAnAddress', 'notOffered', 'controlCharacters'] as const;
export type UserProblem = (typeof problemKinds)[number];
export type UserProblems = Readonly<Partial<Record<UserField, UserProblem>>>;

/** What the user typed or chose, as text; an empty string is an empty field. */
export type NewUserValues = Readonly<Record<UserField, string>> & {
  /** Undefined: the portal decides. */
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

/** The body that creates one user: made once, then shown and sent as this very text. */
export type UserBody = string & { readonly [bodyBrand]: true };

/** Finds what keeps a user from being created so; one problem at most for each field. */
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
 * The body of `save_user` (API guide, create a subordinate user): keys in the guide's order, optional ones that are
 * empty left out.
 *
 * @throws ZodError when `userProblems` finds something wrong.
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

/** The Yeastar ID of the user whom a body creates. */
export function yeastarIdOf(body: UserBody): string {
  return z.parse(z.object({ yeastarId: z.string() }), parseExact(body)).yeastarId;
}

function problem(kind: UserProblem): UserProblem {
  return kind;
}
