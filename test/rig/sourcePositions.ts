import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import * as z from 'zod/mini';
import { outFolder, projectRoot } from './paths';

const sourceMapSchema = z.object({
  version: z.number(),
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string()),
  names: z.array(z.string()),
  mappings: z.string(),
});

/**
 * Replaces bundle positions in a stack trace by source positions. Node cannot do that in the extension host, where VS
 * Code formats stack traces itself.
 * @param text any output; only positions in our bundles are replaced
 */
export function withSourcePositions(text: string): string {
  return text.replaceAll(
    /([^\s(]+\.js):(\d+):(\d+)/g,
    (position, file: string, line: string, column: string) => {
      const mapFile = `${file}.map`;
      if (!file.startsWith(outFolder) || !existsSync(mapFile)) {
        return position;
      }
      const map = new SourceMap({
        ...sourceMapSchema.parse(JSON.parse(readFileSync(mapFile, 'utf8'))),
        file,
        sourceRoot: '',
      });
      const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
      if (!('originalSource' in entry)) {
        return position;
      }
      const source = relative(projectRoot, resolve(dirname(file), entry.originalSource));
      return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    },
  );
}
