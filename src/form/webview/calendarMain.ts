import '@vscode-elements/elements-lite/components/button/button.css';
import '@vscode-elements/elements-lite/components/checkbox/checkbox.css';
import './page.css';
import './fields.css';
import './review.css';
import './calendar.css';
import * as z from 'zod/mini';
import { type CalendarRequest, calendarPage, toCalendar } from '../calendarContract';
import { CalendarView } from './calendarView';

const page = calendarPage.parse(JSON.parse(document.getElementById('page')?.textContent ?? ''));
const vscode = acquireVsCodeApi();
const view = new CalendarView(page, (request: CalendarRequest) => vscode.postMessage(request));
document.body.append(view.element);

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const parsed = z.safeParse(toCalendar, data);
  if (!parsed.success) {
    return;
  }
  switch (parsed.data.message) {
    case 'page':
      view.update(parsed.data.page);
      break;
    case 'rows':
      view.showRows(parsed.data);
      break;
  }
});
