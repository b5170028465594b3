import type { Rule } from 'eslint';

export const portalText: Rule.RuleModule;
