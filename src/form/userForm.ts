import { l10n } from 'vscode';
import { type FormValues, ticked } from '../orders/formValues';
import type { PortalClient } from '../portal/client';
import {
  type UserOutcome,
  AlreadyListedError,
  createUser,
  type NewUserValues,
  emptyUserValues,
  userBody,
  userFields,
  userProblems,
  type UserField,
  type UserProblem,
  taxTypes,
} from '../portal/createUser';
import { Emitter } from '../portal/emitter';
import type { Lookups } from '../portal/lookups';
import type { Session } from '../portal/session';
import { SignInNeededError } from '../portal/sessionTokens';
import type { FormOwner, FormState, Step, Field } from './contract';
import { fieldProblems, namesWithSecret, holdsOnly, withoutOutdated } from './texts';
import type { FormModel } from './stage';
import { type Lookup, answerOf } from './formAnswers';
import { FormSession } from './formSession';
import { userOutcomeView } from './outcomeView';
import { fieldOf } from './fields/field';
import type { Area } from '../portal/lookupReplies';
import { codeText, nameOrId } from '../text/plainText';

export interface UserFormDeps {
  readonly client: PortalClient;
  readonly lookups: Lookups;
  readonly session: Session;
  readonly explain: (error: unknown) => string;
  /** Called with every outcome, even if the form was closed in the meantime. */
  readonly userEnded: (yeastarId: string, outcome: UserOutcome) => void;
}

/** The form for a new subordinate user, from its fields to the portal's answer. Nothing else changes its state. */
export class UserForm implements FormModel {
  private values: FormValues;
  private problems: UserFacts['problems'] = {};
  private areas: Lookup<Awaited<ReturnType<Lookups['areas']>>> = { status: 'unasked' };
  private step: Step = { name: 'edit' };
  private readonly ownSession: FormSession;
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;
  readonly isWaiting = false;

  constructor(
    private readonly deps: UserFormDeps,
    values: FormValues,
    /** The owner that the form's page has saved; the current session by default. */
    owner?: FormOwner,
  ) {
    this.values = values;
    this.ownSession = new FormSession(deps.session, owner);
  }

  get isFrozen(): boolean {
    return this.ownSession.isFrozen;
  }

  /** The values that the form holds, without those that are empty. */
  get filled(): FormValues {
    return Object.fromEntries(Object.entries(this.values).filter(([, value]) => value !== ''));
  }

  get state(): FormState {
    const fields = userFieldsOf(this.facts());
    return {
      title: l10n.t('Create User'),
      subtitle: l10n.t('A subordinate user to order for, or to assign products to'),
      ...this.ownSession.lines,
      fields,
      unsaved: namesWithSecret(fields, this.values, (text) => this.deps.session.isSecretIn(text)),
      price: null,
      submit: l10n.t('Create User'),
      step: this.step,
    };
  }

  holdsOnly(given: FormValues): boolean {
    return holdsOnly(userFieldsOf(this.facts()), this.values, given);
  }

  load(): void {
    if (this.isFrozen) {
      return;
    }
    this.areas = { status: 'loading' };
    this.deps.lookups.areas().then(
      (value) => this.lookedUp({ status: 'ready', value }),
      (error: unknown) => this.lookedUp({ status: 'failed', error }),
    );
  }

  change(values: FormValues): void {
    if (this.isFrozen) {
      return;
    }
    const before = this.values;
    this.values = values;
    this.problems = withoutOutdated(this.problems, before, values);
    this.changed.fire(undefined);
  }

  /**
   * Creates the user, once, unless the values have problems.
   *
   * @throws Error with a text for the user when there is no session or the form is frozen.
   */
  submit(values: FormValues): void {
    if (this.isFrozen) {
      throw new Error(this.ownSession.frozenText);
    }
    if (this.step.name !== 'edit') {
      return;
    }
    this.values = values;
    this.problems = this.findProblems();
    if (Object.keys(this.problems).length > 0) {
      this.changed.fire(undefined);
      return;
    }
    const { state } = this.deps.session;
    if (state.kind !== 'signedIn') {
      throw new Error(new SignInNeededError(state.kind === 'ended').sentence());
    }
    void this.create(readValues(values), state.signInId);
  }

  check(values: FormValues): void {
    if (this.step.name === 'edit') {
      this.values = values;
      this.problems = this.findProblems();
      this.changed.fire(undefined);
    }
  }

  get tabTitle(): string {
    return this.state.title;
  }

  edit(): void {
    if (this.step.name !== 'working') {
      this.enter({ name: 'edit' });
    }
  }

  sessionChanged(): void {
    this.ownSession.follow();
    if (this.deps.session.state.kind === 'signedIn') {
      this.load();
    }
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async create(values: NewUserValues, signInId: string): Promise<void> {
    const { client, session, userEnded, lookups } = this.deps;
    this.enter({ name: 'working', text: l10n.t('Creating the user…') });
    const outcome = await createUser(client, session, userBody(values), signInId);
    lookups.forgetPartners();
    if (outcome.kind === 'refused' && outcome.field !== undefined) {
      this.problems = { [outcome.field]: outcome.error.sentence() };
    } else if (outcome.kind === 'notSent' && outcome.error instanceof AlreadyListedError) {
      this.problems = { yeastarId: outcome.error.sentence() };
    }
    this.enter({ name: 'outcome', outcome: userOutcomeView(values.yeastarId.trim(), outcome) });
    userEnded(values.yeastarId.trim(), outcome);
  }

  private findProblems(): Record<string, string> {
    const byRule = userProblems(readValues(this.values));
    const ruled = userFields.flatMap((name): [string, string][] => {
      const problem = byRule[name];
      return problem ? [[name, userProblemText(problem)]] : [];
    });
    const { session } = this.deps;
    const found = fieldProblems(userFieldsOf(this.facts()), this.values, (text) => session.isSecretIn(text));
    return { ...Object.fromEntries(ruled), ...found };
  }

  private lookedUp(areas: UserForm['areas']): void {
    this.areas = areas;
    this.changed.fire(undefined);
  }

  private enter(step: Step): void {
    this.step = step;
    this.changed.fire(undefined);
  }

  private facts(): UserFacts {
    return { areas: this.areas, problems: this.problems, explain: this.deps.explain };
  }
}

function readValues(values: FormValues): NewUserValues {
  const texts = userFields.map((name) => [name, values[name] ?? ''] as const);
  return {
    ...emptyUserValues,
    ...Object.fromEntries(texts),
    sendUserActivationEmail: values.sendUserActivationEmail === ticked,
  };
}

/** Everything that the fields of the form for a new user are derived from. */
export interface UserFacts {
  readonly areas: Lookup<readonly Area[]>;
  /** Problems that the host or the portal found, by field name. */
  readonly problems: Readonly<Record<string, string>>;
  /** Turns an error into a text for the user: what happened, and what they can do. */
  readonly explain: (error: unknown) => string;
}

/** Returns the fields of the form for a new user, in the order of the API guide (create a subordinate user). */
function userFieldsOf(facts: UserFacts): Field[] {
  const { areas } = facts;
  const text = (name: UserField, label: string, properties: Partial<Field> = {}) =>
    fieldOf(facts, name, { label, optional: true, ...properties });
  const name = l10n.t('Enter at least one of the two names.');
  return [
    text('yeastarId', l10n.t('Yeastar ID'), {
      optional: false,
      hint: l10n.t('The e-mail address that the user signs in with.'),
    }),
    text('company', l10n.t('Company'), { optional: false }),
    text('country', l10n.t('Country'), {
      control: 'select',
      optional: false,
      choices: (answerOf(areas) ?? []).map(({ name, code }) => ({
        value: name,
        label: nameOrId(name, code),
        note: codeText(code),
      })),
      status: areas.status === 'unasked' ? 'ready' : areas.status,
      failure: areas.status === 'failed' ? facts.explain(areas.error) : '',
    }),
    text('firstName', l10n.t('First name'), { hint: name }),
    text('lastName', l10n.t('Last name')),
    text('phoneNumber', l10n.t('Phone number')),
    text('stateProvince', l10n.t('State or province')),
    text('city', l10n.t('City')),
    text('street', l10n.t('Street')),
    text('zipCode', l10n.t('Postal code')),
    text('taxType', l10n.t('Tax ID type'), {
      control: 'select',
      choices: ['', ...taxTypes].map((value) => ({
        value,
        label: value === '' ? l10n.t('None') : value,
        note: '',
      })),
    }),
    text('taxNum', l10n.t('Tax ID')),
    text('remark', l10n.t('Remark')),
    fieldOf(facts, 'sendUserActivationEmail', {
      control: 'checkbox',
      label: l10n.t('Send the user an activation e-mail'),
    }),
  ];
}

/** Returns the text for a problem. */
function userProblemText(problem: UserProblem): string {
  switch (problem) {
    case 'missing':
      return l10n.t('Enter a value.');
    case 'noName':
      return l10n.t('Enter a first or a last name.');
    case 'notAnAddress':
      return l10n.t('Enter an e-mail address.');
    case 'notOffered':
      return l10n.t('The portal no longer offers this. Choose another.');
    case 'controlCharacters':
      return l10n.t('Remove the invisible character or the double space.');
  }
}
