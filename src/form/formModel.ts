import type { FormValues } from '../orders/formValues';
import type { Disposable, Emitter } from '../portal/emitter';
import type { FormState } from './contract';
import { operationTexts } from '../text/operationTexts';
import { nameOrId, shortText } from '../text/plainText';
import { type FormFacts, chosenService } from './facts';

/** What stands behind a form's page: the owner of its state. */
export interface FormModel extends Disposable {
  readonly state: FormState;
  readonly onDidChange: Emitter<undefined>['event'];
  /** Whether something that the form shows is yet to be found out. */
  readonly isWaiting: boolean;
  /** Whether the fields hold nothing but what was given and what is suggested. */
  holdsOnly(given: FormValues): boolean;
  /** Asks the portal for everything that the fields need and that is not known yet. */
  load(): void;
  /** Takes over what the user has entered so far. */
  change(values: FormValues): void;
  /** The button below the fields was pressed. @throws Error with a sentence for a person. */
  submit(values: FormValues): void;
  /** Back to the fields. */
  edit(): void;
  /** Another session may be with another account. */
  sessionChanged(): void;
}

/** What the form is for, as its heading and its tab say. */
export function formTitle(facts: FormFacts): string {
  const service = chosenService(facts);
  const name = service && nameOrId(service.name && shortText(service.name), service.serviceId);
  return operationTexts[facts.target.operation].formTitle(name);
}
