/** Formats that lists are exported in. */
export type ExportFormat = 'csv' | 'json';

/** The format that a file's name stands for: CSV, unless it ends in `.json`. */
export function formatOf(fileName: string): ExportFormat {
  return /\.json$/i.test(fileName) ? 'json' : 'csv';
}

/**
 * The name with an ending that says what is in the file. Some save dialogs give back a name as it was typed, without
 * the ending that the chosen format has.
 */
export function withEnding(fileName: string): string {
  return /\.(csv|json|tsv|txt)$/i.test(fileName) ? fileName : `${fileName.replace(/\.+$/, '')}.csv`;
}
