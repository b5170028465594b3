import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Pieces of which a text can be made so that a pattern of ours matches it in many ways: the words, signs and classes of
 * every regular expression that reads replies.
 */
export function piecesOfPatterns(): string[] {
  const sources = join(import.meta.dirname, '../../../src');
  const words = new Set<string>([
    ' ',
    '_',
    '-',
    '.',
    '0',
    '1',
    'a',
    'A',
    'é',
    '成',
    '\n',
    '\u00a0',
    '"',
    '(',
    "n't ",
  ]);
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts') && /^(portal|orders|text)\b/.test(name))) {
    for (const pattern of patternsIn(readFileSync(join(sources, file), 'utf8'))) {
      for (const word of wordsIn(pattern)) {
        words.add(word);
      }
    }
  }
  return [...words];
}

/** The source of each regular expression, and each text of a file that makes some of texts. */
function patternsIn(code: string): string[] {
  const makesSome = code.includes('new RegExp');
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      found.push(node.text.slice(1, node.text.lastIndexOf('/')));
    } else if (ts.isImportDeclaration(node)) {
      return;
    } else if (
      makesSome &&
      (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node))
    ) {
      found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest));
  return found;
}

/** What stands in a pattern for itself: words, and signs. */
function wordsIn(pattern: string): string[] {
  const plain = pattern
    .replace(/\(\?(?:<?[=!]|:|<\w+>)/g, '|')
    .replace(/\\[pPk](?:\{[^}]*\}|<[^>]*>)|\\[ux](?:\{[^}]*\}|[\da-f]{2,4})|\{\d+,?\d*\}/gi, '|')
    .replace(/\\[sSdDwWbBnrtvf]/g, '|');
  return plain
    .split(/[|()[\]?*+^$\\{}]+/)
    .filter((word) => /^[^\n]{1,20}$/.test(word) && !word.startsWith('.') && !/\p{Surrogate}/u.test(word));
}

/** A text of about this many characters, made of one piece, with something else behind it. */
export function repeated(piece: string, end: string): (size: number) => string {
  return (size) => piece.repeat(Math.ceil(size / piece.length)) + end;
}
