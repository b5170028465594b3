import type { CalendarPage, CalendarRequest, ToCalendar } from '../calendarContract';
import { button, checkBox, element, fill, setAttribute, showChildren, showText } from './element';

type Rows = Extract<ToCalendar, { message: 'rows' }>;
type Bar = CalendarPage['bars'][number];

/** Number of patterns in calendar.css; further products share them, and the text tells them apart. */
const patterns = 8;

/**
 * The renewal calendar: a table with a bar for each month, and below it the PBXes of the chosen month. The bars are only
 * decoration; the numbers of the table say the same.
 */
export class CalendarView {
  readonly element: HTMLElement;
  private readonly title = element('h1');
  private readonly notes = element('p', { class: 'notes' });
  private readonly legend = element('ul', { class: 'legend' });
  private readonly bars = element('tbody');
  private readonly heading = element('h2', { tabindex: '-1', id: 'chosen' });
  private readonly all = element('input', { type: 'checkbox', id: 'all' });
  private readonly renew: HTMLButtonElement;
  private readonly selectFirst = element('span', { class: 'hint', id: 'select-first' });
  private readonly list = element('ul', { class: 'pbxes' });
  private readonly section = element('section', { 'aria-labelledby': 'chosen', hidden: '' });
  private boxes: HTMLInputElement[] = [];
  private chosen: string | undefined;
  /** The month whose rows are shown. */
  private shown: string | undefined;

  constructor(
    private page: CalendarPage,
    private readonly ask: (request: CalendarRequest) => void,
  ) {
    const { texts } = page;
    this.renew = button('primary', '', () => this.ask({ request: 'renew', keys: this.ticked() }));
    this.renew.setAttribute('aria-describedby', this.selectFirst.id);
    showText(this.selectFirst, texts.selectFirst);
    this.all.addEventListener('change', () => this.tickAll());
    this.list.addEventListener('change', () => this.selectionChanged());
    const allText = element('span');
    showText(allText, texts.selectAll);
    this.section.append(
      this.heading,
      element('div', { class: 'actions' }, checkBox(this.all, allText), this.renew, this.selectFirst),
      this.list,
    );
    const table = element(
      'table',
      { class: 'calendar' },
      element(
        'thead',
        { class: 'visually-hidden' },
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, texts.month),
          element('th', { scope: 'col' }, texts.products),
          element('th', { scope: 'col' }, texts.count),
        ),
      ),
      this.bars,
    );
    table.addEventListener('keydown', (event) => this.moveByArrow(event));
    this.element = element(
      'main',
      { class: 'wide' },
      this.title,
      this.notes,
      this.legend,
      table,
      this.section,
    );
    this.update(page);
  }

  /** Shows other numbers; the chosen month stays. */
  update(page: CalendarPage): void {
    this.page = page;
    showText(this.title, page.title);
    showText(this.notes, page.notes.join(' '));
    fill(
      this.legend,
      page.products.map((name, index) => {
        const text = element('span');
        showText(text, name);
        return element('li', {}, element('span', { class: `swatch ${patternOf(index)}` }), text);
      }),
    );
    const focused = document.activeElement?.getAttribute('data-month');
    const largest = Math.max(1, ...page.bars.map(({ total }) => total));
    showChildren(
      this.bars,
      page.bars.map((bar) => this.barRow(bar, largest)),
    );
    if (focused !== undefined && focused !== null) {
      this.monthButtons()
        .find((one) => one.getAttribute('data-month') === focused)
        ?.focus();
    }
  }

  /** Shows the PBXes of the chosen month. What was ticked stays ticked. */
  showRows({ key, title, rows }: Rows): void {
    if (key !== this.chosen) {
      return;
    }
    const isNew = this.shown !== key;
    const ticked = isNew ? new Set<string>() : new Set(this.ticked());
    this.shown = key;
    showText(this.heading, title);
    this.boxes = [];
    fill(
      this.list,
      rows.map((row, index) => {
        const box = element('input', { type: 'checkbox', id: `pbx-${index}`, value: row.key });
        setAttribute(box, 'data-ordered', row.isOrdered ? 'true' : undefined);
        box.disabled = row.blocked !== '';
        box.checked = !box.disabled && ticked.has(row.key);
        this.boxes.push(box);
        const [name, facts] = [element('span', { class: 'name' }), element('span', { class: 'facts' })];
        showText(name, row.name);
        showText(facts, [row.facts, row.productNo, row.blocked].filter((text) => text !== '').join(' · '));
        return element('li', {}, checkBox(box, element('span', { class: 'pbx' }, name, ' ', facts)));
      }),
    );
    this.section.hidden = false;
    this.selectionChanged();
    if (isNew) {
      this.heading.focus({ preventScroll: true });
      // As much of the list as fits, from its heading on.
      this.section.scrollIntoView({
        block: this.section.offsetHeight > window.innerHeight ? 'start' : 'nearest',
      });
    }
  }

  private barRow(bar: Bar, largest: number): HTMLElement {
    const drawn = element('span', { class: 'bar', 'aria-hidden': 'true' });
    drawn.style.width = `${(bar.total / largest) * 100}%`;
    bar.counts.forEach((count, index) => {
      if (count > 0) {
        const part = element('span', { class: `part ${patternOf(index)}` });
        part.style.flexGrow = String(count);
        drawn.append(part);
      }
    });
    const text = element('span', { class: 'visually-hidden' });
    showText(
      text,
      bar.counts
        .flatMap((count, index) => (count === 0 ? [] : [`${this.page.products[index] ?? ''}: ${count}`]))
        .join(', '),
    );
    return element(
      'tr',
      { class: bar.key === this.chosen ? 'chosen' : '' },
      element('th', { scope: 'row' }, this.monthLabel(bar)),
      element('td', { class: 'drawn' }, drawn, text),
      element('td', { class: 'number' }, String(bar.total)),
    );
  }

  private monthLabel({ key, label, total }: Bar): HTMLElement {
    if (total === 0) {
      return element('span', { class: 'empty' }, label);
    }
    const month = element(
      'button',
      {
        type: 'button',
        class: 'month',
        'data-month': key,
        'aria-pressed': String(key === this.chosen),
      },
      label,
    );
    month.addEventListener('click', () => this.choose(key));
    return month;
  }

  private choose(key: string): void {
    this.chosen = key;
    this.shown = undefined;
    for (const month of this.monthButtons()) {
      const isChosen = month.getAttribute('data-month') === key;
      month.setAttribute('aria-pressed', String(isChosen));
      month.closest('tr')?.classList.toggle('chosen', isChosen);
    }
    this.ask({ request: 'choose', key });
  }

  private monthButtons(): HTMLButtonElement[] {
    return [...this.bars.querySelectorAll<HTMLButtonElement>('button.month')];
  }

  private moveByArrow(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const months = this.monthButtons();
    const at = months.findIndex((month) => month === document.activeElement);
    const next = months[at + step];
    if (step !== 0 && at >= 0 && next) {
      event.preventDefault();
      next.focus();
    }
  }

  private ticked(): string[] {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  /** The boxes that Select All ticks: those of PBXes that can be renewed and are not ordered yet. */
  private get open(): HTMLInputElement[] {
    return this.boxes.filter((box) => !box.disabled && !box.hasAttribute('data-ordered'));
  }

  private tickAll(): void {
    const open = new Set(this.open);
    for (const box of this.boxes) {
      box.checked = this.all.checked && open.has(box);
    }
    this.selectionChanged();
  }

  private selectionChanged(): void {
    const { texts } = this.page;
    const count = this.ticked().length;
    const open = this.open.length;
    this.all.disabled = open === 0;
    this.all.checked = count > 0 && count >= open;
    this.all.indeterminate = count > 0 && count < open;
    this.renew.textContent = count === 0 ? texts.renewNone : texts.renew.replace('{0}', String(count));
    this.renew.disabled = count === 0;
    this.selectFirst.hidden = count > 0;
  }
}

function patternOf(index: number): string {
  return `pattern-${index % patterns}`;
}
