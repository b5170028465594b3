import { type FormPage } from './contract';
import type { BulkPage } from './bulk/contract';
import type { CalendarPage } from './calendarContract';

/** The data of a page, embedded in it. */
type Page = FormPage | BulkPage | CalendarPage;

/** What the HTML of a page is built from. */
export interface PageHtml {
  /** Random text, different for every page; only a script that carries it can run. */
  readonly nonce: string;
  /** The webview's `cspSource`, the only source of style sheets. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The display language, as a BCP 47 tag. */
  readonly language: string;
  readonly title: string;
  readonly page: Page;
}

/**
 * Returns the complete HTML of a webview. It contains the state, so that the first rendering needs no message. The page
 * can load only one script and one style sheet, and cannot send anything over the network.
 */
export function pageHtml({ nonce, cspSource, scriptUri, styleUri, language, title, page }: PageHtml): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(styleUri)}">
</head>
<body>
<script type="application/json" id="page">${embeddedJson(page)}</script>
<script nonce="${escaped(nonce)}" src="${escaped(scriptUri)}"></script>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Returns JSON that can contain neither `</script>` nor `<!--`. */
function embeddedJson(page: Page): string {
  return JSON.stringify(page).replaceAll('<', String.raw`\u003c`);
}
