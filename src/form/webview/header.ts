import type { FormState, FormTexts } from '../contract';
import { button, element } from './element';
import { showText } from './shownText';

/** What stands above every step: for which PBX, whether anything is really bought, whether to sign in. */
export class Header {
  readonly element: HTMLElement;
  private readonly title = element('h1');
  private readonly subtitle = element('p', { class: 'subtitle' });
  private readonly sandbox = element('p', { class: 'banner', role: 'status' });
  private readonly signInText = element('p', { role: 'status' });
  private readonly signIn: HTMLElement;

  constructor(texts: FormTexts, signIn: () => void) {
    this.signIn = element(
      'div',
      { class: 'sign-in' },
      this.signInText,
      button('primary', texts.signIn, signIn),
    );
    this.element = element('header', {}, this.title, this.subtitle, this.sandbox, this.signIn);
  }

  update({ title, subtitle, sandbox, signInNeeded }: FormState): void {
    showText(this.title, title);
    showText(this.subtitle, subtitle);
    showText(this.sandbox, sandbox);
    showText(this.signInText, signInNeeded);
    this.signIn.hidden = signInNeeded === '';
  }
}
