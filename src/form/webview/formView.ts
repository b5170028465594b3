import type { FormDraft, FormPage, FormState, OtherOrder } from '../contract';
import { type Connection, ConnectionLostError, type Request } from './connection';
import { EditStep } from './editStep';
import { element, PointerPress, showText } from './element';
import { FrozenNotice, Header, LostNotice } from './notices';
import { BlockedStep } from './blockedStep';
import { OutcomeStep, WorkingStep } from './outcomeStep';
import { ReviewStep } from './reviewStep';

export interface FormViewEvents {
  readonly keep: (draft: FormDraft) => void;
}

/** The whole page: the header, the current step, and the failure of the last request. */
export class FormView {
  readonly element: HTMLElement;
  private readonly press = new PointerPress();
  private readonly header: Header;
  private readonly editStep: EditStep;
  private readonly workingStep = new WorkingStep();
  private readonly reviewStep: ReviewStep;
  private readonly blockedStep: BlockedStep;
  private readonly outcomeStep: OutcomeStep;
  private readonly failure = element('p', { class: 'problem', role: 'alert' });
  private stepName: FormState['step']['name'] = 'edit';
  private readonly announcement = element('p', { class: 'visually-hidden', role: 'status' });

  private readonly lostNotice: LostNotice;
  private readonly frozenNotice: FrozenNotice;

  constructor(
    { texts, state, draft }: FormPage,
    events: FormViewEvents,
    private readonly connection: Connection,
  ) {
    const ask = (request: Request) => void this.ask(request);
    this.header = new Header(texts, () => ask({ request: 'signIn' }));
    this.editStep = new EditStep(
      texts,
      state,
      draft,
      {
        keep: events.keep,
        change: (values) => void this.ask({ request: 'change', values }),
        submit: async (values) => {
          await this.ask({ request: 'submit', values });
        },
        check: async (values) => {
          await this.ask({ request: 'check', values });
        },
        retry: () => ask({ request: 'retry' }),
        announce: (text) => this.announcement.replaceChildren(element('span', {}, text)),
      },
      this.press,
    );
    const showOther = (id: OtherOrder['id']) =>
      ask(
        id.of === 'entry'
          ? { request: 'showEntry', entryId: id.entryId }
          : { request: 'showPortalOrder', orderNo: id.orderNo },
      );
    this.reviewStep = new ReviewStep(texts, {
      place: (reviewId) => this.act({ request: 'place', reviewId }),
      askAgain: (reviewId) => ask({ request: 'askAgain', reviewId }),
      showOther,
      back: () => ask({ request: 'back' }),
      copy: (request, reviewId) => this.ask({ request, reviewId }),
    });
    const check = {
      checkAgain: () => ask({ request: 'checkAgain' }),
      cancelCheck: () => ask({ request: 'cancelCheck' }),
    };
    this.blockedStep = new BlockedStep(texts, {
      ...check,
      showOther,
      placeAnyway: async (reviewId) => {
        await this.ask({ request: 'placeAnyway', reviewId });
      },
      showLock: () => ask({ request: 'showLock' }),
      back: () => ask({ request: 'back' }),
    });
    this.outcomeStep = new OutcomeStep(texts, {
      ...check,
      showEntry: (entryId) => ask({ request: 'showEntry', entryId }),
      showOutput: () => ask({ request: 'showOutput' }),
      edit: () => ask({ request: 'edit' }),
      copy: () => this.ask({ request: 'copyOutcome' }),
      showPbx: () => ask({ request: 'showPbx' }),
      orderAnother: () => ask({ request: 'orderAnother' }),
      close: () => ask({ request: 'close' }),
    });
    this.frozenNotice = new FrozenNotice(texts, () => ask({ request: 'copyToNewForm' }));
    this.lostNotice = new LostNotice(texts, () => this.editStep.draft);
    this.element = element(
      'main',
      {},
      this.lostNotice.element,
      this.header.element,
      this.frozenNotice.element,
      this.editStep.element,
      this.workingStep.element,
      this.reviewStep.element,
      this.blockedStep.element,
      this.outcomeStep.element,
      this.failure,
      this.announcement,
    );
    this.show(state, false);
  }

  /** Tells the host that the page is ready; the host answers with its state. */
  start(): void {
    void this.ask({ request: 'ready' });
  }

  /** Shows a new state from the host, and moves the focus when the step has changed. */
  update(state: FormState): void {
    this.press.after(() => this.applyState(state));
  }

  private applyState(state: FormState): void {
    const before = this.stepName;
    this.editStep.update(state);
    this.show(state, true);
    const { name } = state.step;
    if (name !== before) {
      this.showFailure('');
      this.focusStep(name);
    } else if (name === 'edit') {
      this.editStep.focusOnce();
    }
  }

  /** Updates the page after the extension has stopped answering, or answers again. */
  connectionChanged(): void {
    const { lost } = this.connection;
    this.showConnection();
    if (!lost) {
      // Messages sent in the meantime were lost, so ask for the state again.
      this.start();
    }
  }

  private showConnection(): void {
    const { lost } = this.connection;
    this.lostNotice.update(lost ? this.connection.lossAt(this.stepName) : undefined);
    this.element.classList.toggle('lost', lost);
    for (const part of this.element.children) {
      if (part instanceof HTMLElement && part !== this.lostNotice.element) {
        part.inert = lost;
      }
    }
  }

  private show(state: FormState, isLive: boolean): void {
    const { step } = state;
    this.stepName = step.name;
    this.showConnection();
    this.header.update(state);
    this.frozenNotice.update(step.name === 'edit' ? state.frozen : null);
    const isReview = step.name === 'review' || step.name === 'placing';
    this.editStep.element.hidden = step.name !== 'edit';
    this.workingStep.element.hidden = step.name !== 'working';
    this.reviewStep.element.hidden = !isReview;
    this.blockedStep.element.hidden = step.name !== 'blocked';
    this.outcomeStep.element.hidden = step.name !== 'outcome';
    if (step.name !== 'edit') {
      // It is about the fields, and would still be read in the steps that follow.
      this.announcement.replaceChildren();
    }
    if (isReview) {
      this.reviewStep.update(step.review, step.name === 'placing', isLive);
    } else if (step.name === 'working') {
      this.workingStep.update(step.text);
    } else if (step.name === 'blocked') {
      this.reviewStep.blocked();
      this.blockedStep.update(step.blocked);
    } else if (step.name === 'outcome') {
      this.outcomeStep.update(step.outcome);
    }
  }

  private focusStep(name: FormState['step']['name']): void {
    switch (name) {
      case 'edit':
        this.editStep.focus();
        break;
      case 'review':
        this.reviewStep.focus();
        break;
      case 'placing':
        break;
      case 'working':
        this.workingStep.focus();
        break;
      case 'blocked':
        this.blockedStep.focus();
        break;
      case 'outcome':
        this.outcomeStep.focus();
        break;
    }
  }

  /**
   * Sends a request and shows the failure if there is one.
   *
   * @returns Whether the request succeeded.
   */
  private async ask(request: Request): Promise<boolean> {
    if (request.request !== 'change') {
      this.showFailure('');
    }
    try {
      await this.connection.send(request);
      return true;
    } catch (failure) {
      this.showFailureOf(failure);
      return false;
    }
  }

  /**
   * Sends a request that cannot be undone, and shows the failure if there is one.
   *
   * @returns False when the request was certainly not sent.
   */
  private async act(request: Request): Promise<boolean> {
    this.showFailure('');
    try {
      await this.connection.send(request);
    } catch (failure) {
      this.showFailureOf(failure);
      return !(failure instanceof ConnectionLostError);
    }
    return true;
  }

  /** Shows why a request failed, except when the connection is lost: a separate notice says what that means. */
  private showFailureOf(failure: unknown): void {
    if (!this.connection.lost) {
      this.showFailure(failure instanceof Error ? failure.message : String(failure));
    }
  }

  private showFailure(text: string): void {
    showText(this.failure, text);
  }
}
