import type { FormTexts, Review } from '../contract';
import { button, element } from './element';
import { icon } from './icons';
import { showExactText } from './shownText';

/** The request as it is sent, folded away until it is asked for. */
export class ExactRequest {
  readonly element: HTMLDetailsElement;
  private readonly target = element('p', { class: 'target' });
  private readonly body: HTMLElement;
  private readonly copied = element('span', { role: 'status' });
  private reviewId = '';

  /** @param copy Resolves to whether the text is in the clipboard. */
  constructor(
    private readonly texts: FormTexts,
    private readonly copy: (what: 'copyJson' | 'copyCurl', reviewId: string) => Promise<boolean>,
  ) {
    this.body = element('pre', { tabindex: '0', role: 'region', 'aria-label': texts.exactRequest });
    this.element = element(
      'details',
      {},
      element('summary', {}, icon('chevronRight', 'codicon'), texts.exactRequest),
      this.target,
      this.body,
      element(
        'div',
        { class: 'buttons' },
        button('secondary', texts.copyJson, () => void this.copyAs('copyJson')),
        button('secondary', texts.copyCurl, () => void this.copyAs('copyCurl')),
        this.copied,
      ),
    );
  }

  update({ reviewId, target, body }: Review): void {
    if (reviewId !== this.reviewId) {
      this.reviewId = reviewId;
      this.element.open = false;
      this.copied.textContent = '';
    }
    showExactText(this.target, target);
    showExactText(this.body, body);
  }

  private async copyAs(what: 'copyJson' | 'copyCurl'): Promise<void> {
    this.copied.textContent = '';
    if (await this.copy(what, this.reviewId)) {
      this.copied.textContent = this.texts.copied;
    }
  }
}
