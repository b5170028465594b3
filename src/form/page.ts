import { type FormPage } from './contract';

/** What the page of the form is made of. */
export interface FormHtml {
  /** Random text, new for every page; only the script that carries it runs. */
  readonly nonce: string;
  /** The webview's `cspSource`: where styles may come from. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The display language, as a BCP 47 tag. */
  readonly language: string;
  readonly title: string;
  readonly page: FormPage;
}

/**
 * The whole HTML of the form's webview. The state is part of it, so that the first picture waits for no
 * message. Nothing may be loaded but one script and one style sheet, and nothing can be sent from it.
 */
export function formHtml({ nonce, cspSource, scriptUri, styleUri, language, title, page }: FormHtml): string {
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

/** JSON in which no `</script>` and no `<!--` can stand. */
function embeddedJson(page: FormPage): string {
  return JSON.stringify(page).replaceAll('<', String.raw`\u003c`);
}
