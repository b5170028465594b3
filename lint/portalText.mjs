import ts from 'typescript';

/**
 * Text that the portal wrote has a type of its own, `PortalText`, wherever a reader declares it. Any string may stand
 * for it, and to the compiler it is a string: this rule is the border. Where it would become a plain string, it has to
 * pass a helper that makes it fit to be shown, or go somewhere where nothing is shown.
 */

/** What makes text of the portal fit to be shown, or to become part of a sentence: src/text/plainText.ts. */
const helpers = ['plainText', 'codeText', 'nameOrId', 'spokenText', 'documentText', 'documentCode'];

/** Where text only counts, is compared or is handed on exactly. */
const silent = [
  ...[
    'has',
    'get',
    'includes',
    'indexOf',
    'startsWith',
    'endsWith',
    'localeCompare',
    'test',
    'exec',
    'isSecretIn',
  ],
  ...['writeText', 'encodeURIComponent', 'idFrom', 'comparableSerialNumber', 'comparableOrderNo'],
];

const isPortalText = (type) =>
  type.isUnion() ? type.types.some(isPortalText) : type.getProperty('__portalText') !== undefined;

/** Whether a value of this type may be any string. */
const isString = (type) =>
  type.isUnion()
    ? type.types.some(isString)
    : (type.flags & ts.TypeFlags.String) !== 0 && !isPortalText(type);

const nameOf = (callee) => {
  const last = callee.type === 'MemberExpression' ? callee.property : callee;
  return last.type === 'Identifier' ? last.name : '';
};

/** @type {import('eslint').Rule.RuleModule} */
export const portalText = {
  meta: {
    type: 'problem',
    messages: {
      raw: 'Text of the portal becomes a plain string: pass it through a helper of src/text/plainText.ts.',
    },
    schema: [],
  },
  create(context) {
    const { program, esTreeNodeToTSNodeMap: nodes } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const typeOf = (node) => checker.getTypeAtLocation(nodes.get(node));

    const isArgumentOf = (node, names) => {
      const { parent } = node;
      const isArgument = ['CallExpression', 'NewExpression'].includes(parent.type) && parent.callee !== node;
      return isArgument && names.includes(nameOf(parent.callee));
    };

    /** Whether a text becomes part of one that is the portal's still, or that passes a helper as a whole. */
    const isWithinPortalText = (node) => {
      for (let one = node; !/Statement$|Declaration$|Definition$/.test(one.type); one = one.parent) {
        const wanted = checker.getContextualType(nodes.get(one));
        if (isArgumentOf(one, helpers) || (wanted !== undefined && isPortalText(wanted))) {
          return true;
        }
      }
      return false;
    };

    const report = (node) => {
      if (!isWithinPortalText(node)) {
        context.report({ node, messageId: 'raw' });
      }
    };

    /** Whether the place at which an expression stands takes any string. */
    const isForStrings = (node) => {
      if (isArgumentOf(node, silent)) {
        return false;
      }
      const wanted = checker.getContextualType(nodes.get(node));
      return wanted !== undefined && isString(wanted) && !isPortalText(wanted);
    };

    const check = (node) => {
      if (isPortalText(typeOf(node)) && isForStrings(node)) {
        report(node);
      }
    };
    /** A choice between a text of the portal and another one is a plain string to the compiler. */
    const checkChoice = (node, choices) => {
      if (!isPortalText(typeOf(node))) {
        choices.filter((choice) => isPortalText(typeOf(choice)) && !isForStrings(choice)).forEach(report);
      }
      check(node);
    };

    return {
      Identifier: check,
      MemberExpression: check,
      ConditionalExpression: (node) => checkChoice(node, [node.consequent, node.alternate]),
      LogicalExpression: (node) =>
        checkChoice(node, node.operator === '&&' ? [node.right] : [node.left, node.right]),
      'TemplateLiteral > *.expressions': (node) => {
        if (isPortalText(typeOf(node))) {
          report(node);
        }
      },
      'BinaryExpression[operator="+"] > *, AssignmentExpression[operator="+="] > *': (node) => {
        if (isPortalText(typeOf(node))) {
          report(node);
        }
      },
      ArrayExpression: (node) => {
        const elements = checker.getIndexTypeOfType?.(typeOf(node), 1);
        const isMixed = elements !== undefined && isString(elements) && !isPortalText(elements);
        for (const element of isMixed ? node.elements : []) {
          if (
            element &&
            element.type !== 'SpreadElement' &&
            isPortalText(typeOf(element)) &&
            !isForStrings(element)
          ) {
            report(element);
          }
        }
      },
      CallExpression: (node) => {
        check(node);
        const { callee } = node;
        if (callee.type !== 'MemberExpression') {
          return;
        }
        const object = typeOf(callee.object);
        const elements = checker.getIndexTypeOfType?.(object, 1);
        const isJoined = nameOf(callee) === 'join' && elements !== undefined && isPortalText(elements);
        // A part of the text is the portal's too; in lower case it is looked for.
        const isChanged = isPortalText(object) && isString(typeOf(node)) && nameOf(callee) !== 'toLowerCase';
        if (isJoined || isChanged) {
          report(node);
        }
      },
    };
  },
};
