import { element, moveFocus } from './element';
import { progressRing } from './icons';
import { showText } from './shownText';

/** The portal is being asked to do what the form holds. */
export class WorkingStep {
  private readonly text = element('span', { role: 'status', tabindex: '-1' });
  readonly element = element(
    'section',
    {},
    element('p', { class: 'placing loading' }, progressRing(), this.text),
  );

  update(text: string): void {
    showText(this.text, text);
  }

  focus(): void {
    moveFocus(this.text);
  }
}
