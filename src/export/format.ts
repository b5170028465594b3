/** Formats that lists are exported in. */
export type ExportFormat = 'csv' | 'json';

/** The format that a file's name stands for: CSV, unless it ends in `.json`. */
export function formatOf(fileName: string): ExportFormat {
  return /\.json$/i.test(fileName) ? 'json' : 'csv';
}
