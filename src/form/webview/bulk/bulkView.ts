import type { BulkDraft, BulkPage, BulkPhase, BulkRequest, BulkState } from '../../bulk/contract';
import type { BulkTexts } from '../../pageTexts';
import { type Connection, ConnectionLostError, type WithoutId } from '../connection';
import {
  PointerPress,
  button,
  checkBox,
  element,
  moveFocus,
  setAttribute,
  showChildren,
  showText,
} from '../element';
import { FieldView } from '../fieldView';
import { RequestList, ReviewedTexts } from './reviewDetails';
import { TableView } from './tableView';

type Request = WithoutId<BulkRequest>;

/** The page of a bulk order. */
export class BulkView {
  readonly element: HTMLElement;
  private readonly press = new PointerPress();
  private readonly title = element('h1', { tabindex: '-1' });
  private readonly sandbox = element('p', { class: 'banner', role: 'status' });
  private readonly signInText = element('p', { role: 'status' });
  private readonly signIn: HTMLElement;
  private readonly note = element('p', { class: 'note' });
  private readonly commonFields = element('div', { class: 'common' });
  private readonly fields = new Map<string, FieldView>();
  private readonly table: TableView;
  private readonly total = element('p', { class: 'total', 'aria-live': 'polite' });
  private readonly message = element('p', { class: 'run-message', role: 'status', tabindex: '-1' });
  private readonly requestList: RequestList;
  private readonly sharedTexts = new ReviewedTexts();
  private readonly shared: HTMLElement;
  private readonly buttons = element('div', { class: 'buttons' });
  private readonly passRefused = element('input', {
    type: 'checkbox',
    id: 'passRefused',
    name: 'passRefused',
  });
  private readonly passRefusedRow: HTMLElement;
  private readonly failure = element('p', { class: 'problem', role: 'alert' });
  private readonly lost: HTMLElement;
  private readonly all: Readonly<Record<ButtonName, HTMLButtonElement>>;
  /** Number of edits that the host has not answered yet. It sends a state with an edit right before its reply. */
  private pendingEdits = 0;
  /** The newest state that arrived meanwhile. */
  private held: BulkState | undefined;
  private phase: BulkPhase = 'edit';
  private reviewId = '';
  private pause = 0;

  constructor(
    private readonly page: BulkPage,
    private readonly connection: Connection<Request>,
    private readonly keep: (draft: BulkDraft) => void,
  ) {
    const { texts } = page;
    const ask = (request: Request) => () => void this.ask(request);
    this.signIn = element(
      'div',
      { class: 'sign-in' },
      this.signInText,
      button('primary', texts.signIn, ask({ request: 'signIn' })),
    );
    this.table = new TableView(
      texts,
      {
        tick: (rows, ordered) => void this.ask({ request: 'tick', rows: [...rows], ordered }),
        enter: (row, name, value) => void this.ask({ request: 'setOwn', row, name, value }),
      },
      this.press,
    );
    this.requestList = new RequestList(texts, (request) => this.ask({ request }));
    this.all = {
      review: button('primary', texts.review, ask({ request: 'review' })),
      place: button('primary', '', () => void this.ask({ request: 'place', reviewId: this.reviewId })),
      back: button('secondary', texts.back, ask({ request: 'back' })),
      stop: button('secondary', texts.stop, ask({ request: 'stop' })),
      continue: button('primary', texts.continue, (event) => this.goOn(event)),
      cancel: button('secondary', texts.cancel, ask({ request: 'cancel' })),
      retry: button('secondary', texts.tryAgain, ask({ request: 'retry' })),
      rest: button('primary', texts.rest, ask({ request: 'rest' })),
      output: button('secondary', texts.showOutput, ask({ request: 'showOutput' })),
    };
    // A key that is held down may meet a pause that nobody has read.
    this.all.continue.addEventListener('keydown', (event) => {
      if (event.repeat) {
        event.preventDefault();
      }
    });
    this.passRefusedRow = checkBox(this.passRefused, element('span', {}, texts.passRefused));
    this.lost = lostNotice(texts);
    this.shared = element(
      'section',
      { class: 'shared' },
      element('h2', {}, texts.shared),
      this.sharedTexts.element,
    );
    this.element = element(
      'main',
      { class: 'bulk' },
      this.lost,
      element('header', {}, this.title, this.sandbox, this.signIn, this.note),
      this.commonFields,
      this.shared,
      this.table.element,
      this.requestList.element,
      // Always in sight, however many rows there are.
      element('footer', {}, this.total, this.message, this.failure, this.buttons),
    );
    this.show(page.state);
  }

  start(): void {
    void this.ask({ request: 'ready' });
  }

  /**
   * Shows a new state from the host, and moves the focus when the phase has changed. While the host has not answered an
   * edit, a state may be older than that edit and would undo it on the page, so the newest one waits for the reply.
   */
  update(state: BulkState): void {
    this.press.after(() => {
      if (this.pendingEdits > 0) {
        this.held = state;
        return;
      }
      const before = this.phase;
      const hadFocus = document.activeElement;
      this.show(state);
      if (state.phase !== before) {
        showText(this.failure, '');
        if (state.phase === 'review') {
          // At its beginning: it is to be read, and another Enter is not to place it.
          moveFocus(this.title);
          window.scrollTo({ top: 0 });
          return;
        }
      }
      if (hadFocus instanceof HTMLButtonElement && !hadFocus.isConnected) {
        moveFocus(state.phase === 'edit' ? this.all.review : this.message);
      }
    });
  }

  /** Updates the page after the extension has stopped answering, or answers again. */
  connectionChanged(): void {
    const { lost } = this.connection;
    this.lost.hidden = !lost;
    for (const part of this.element.children) {
      if (part instanceof HTMLElement && part !== this.lost) {
        part.inert = lost;
      }
    }
    this.element.classList.toggle('lost', lost);
    if (!lost) {
      this.start();
    }
  }

  private show(state: BulkState): void {
    this.phase = state.phase;
    this.reviewId = state.reviewId;
    this.pause = state.pause;
    this.keep(state.draft);
    showText(this.title, state.title);
    showText(this.sandbox, state.sandbox);
    showText(this.signInText, state.signInNeeded);
    this.signIn.hidden = state.signInNeeded === '';
    showText(this.note, state.note);
    this.showCommon(state);
    this.sharedTexts.update(state.reviewed, state.reviewId);
    this.shared.hidden = this.sharedTexts.element.hidden;
    this.table.update(state);
    showText(this.total, state.total);
    showText(this.message, state.isStopping ? this.page.texts.stopping : state.message);
    this.requestList.update(state);
    showText(this.all.place, state.place);
    this.all.place.disabled = state.place === '';
    setAttribute(this.all.review, 'aria-busy', state.isReading ? 'true' : undefined);
    this.passRefusedRow.hidden = !state.isRefused;
    showChildren(this.buttons, this.wanted(state));
  }

  private showCommon(state: BulkState): void {
    const isEditable = state.phase === 'edit';
    // A review shows the values in its own words.
    this.commonFields.hidden = state.common.length === 0 || !(isEditable || state.phase === 'checking');
    const wanted = state.common.map((field) => {
      const known = this.fields.get(field.name);
      const view =
        known?.kind === field.control
          ? known
          : new FieldView(field, this.page.formTexts, {
              edited: (value) => void this.ask({ request: 'setCommon', name: field.name, value }),
              left: () => undefined,
              retry: () => void this.ask({ request: 'retry' }),
            });
      this.fields.set(field.name, view);
      const typing = view.element.contains(document.activeElement) && field.control === 'text';
      if (!typing) {
        view.update(field, state.commonValues[field.name] ?? '', '');
      }
      return view.element;
    });
    showChildren(this.commonFields, wanted);
    for (const control of this.commonFields.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
      'input, select',
    )) {
      control.disabled = !isEditable;
    }
  }

  private wanted(state: BulkState): HTMLElement[] {
    const { all } = this;
    switch (state.phase) {
      case 'edit':
        return [all.review, ...(state.isReading ? [all.cancel] : []), ...(state.mayRetry ? [all.retry] : [])];
      case 'checking':
        return [all.back];
      case 'review':
        return [all.place, all.back];
      case 'running':
        return state.isStopping ? [] : [all.stop];
      case 'paused':
        return [all.continue, this.passRefusedRow, all.stop, all.output];
      case 'ended':
      case 'interrupted':
        return [...(state.hasRest ? [all.rest] : []), all.output];
    }
  }

  /** Goes on after the pause that is shown. The second click of a double click may meet a pause that nobody has read. */
  private goOn({ detail }: MouseEvent): void {
    if (detail <= 1) {
      void this.ask({ request: 'continue', pause: this.pause, passRefused: this.passRefused.checked });
    }
  }

  private async ask(request: Request): Promise<boolean> {
    if (request.request !== 'setCommon' && request.request !== 'setOwn' && request.request !== 'ready') {
      showText(this.failure, '');
    }
    const isEdit = edits.has(request.request);
    this.pendingEdits += isEdit ? 1 : 0;
    try {
      await this.connection.send(request);
      return true;
    } catch (error) {
      if (!this.connection.lost || !(error instanceof ConnectionLostError)) {
        showText(this.failure, error instanceof Error ? error.message : String(error));
      }
      return false;
    } finally {
      this.pendingEdits -= isEdit ? 1 : 0;
      this.showHeld();
    }
  }

  private showHeld(): void {
    const { held } = this;
    if (held && this.pendingEdits === 0) {
      this.held = undefined;
      this.update(held);
    }
  }
}

/** Requests that change what the page shows before the host answers. */
const edits: ReadonlySet<BulkRequest['request']> = new Set(['setCommon', 'setOwn', 'tick'] as const);

type ButtonName = 'review' | 'place' | 'back' | 'stop' | 'continue' | 'cancel' | 'retry' | 'rest' | 'output';

function lostNotice(texts: BulkTexts): HTMLElement {
  const reload = element(
    'a',
    { class: 'vscode-button', href: 'command:workbench.action.reloadWindow' },
    texts.reloadWindow,
  );
  return element(
    'section',
    { class: 'lost', role: 'alert', hidden: '' },
    element('h2', {}, texts.lost),
    element('p', {}, texts.lostHint),
    element('div', { class: 'buttons' }, reload),
  );
}
