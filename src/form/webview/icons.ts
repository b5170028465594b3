import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import { element } from './element';

const sources = { check, chevronDown, chevronRight, circleSlash, error, question };

export type IconName = keyof typeof sources;

/** A codicon; decoration only, what it means is said by the text beside it. */
export function icon(name: IconName, className: string): Element {
  const svg = new DOMParser().parseFromString(sources[name], 'image/svg+xml').documentElement;
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  return document.importNode(svg, true);
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** A ring that turns while something is on its way; what it is must be said by a text. */
export function progressRing(): Element {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('class', 'vscode-progress-ring');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  for (const part of ['background', 'indicator']) {
    const circle = document.createElementNS(svgNamespace, 'circle');
    circle.setAttribute('class', part);
    circle.setAttribute('cx', '8');
    circle.setAttribute('cy', '8');
    circle.setAttribute('r', '7');
    svg.append(circle);
  }
  const wrapper = element('span', { class: 'ring' });
  wrapper.append(svg);
  return wrapper;
}
