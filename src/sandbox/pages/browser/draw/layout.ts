// Components that place others: flex boxes, tabs, tables, statistics, description lists.
import { child, container, type Draw, type Drawn, type Properties, textOf } from './drawn.ts';

export const drawFlex = container('div', ({ direction = 'row', justify, align, gap = 'flush', wrap }) => [
  'flex',
  `flex-${textOf(direction)}`,
  `gap-${textOf(gap)}`,
  ...(justify === undefined ? [] : [`justify-${textOf(justify)}`]),
  ...(align === undefined ? [] : [`align-${textOf(align)}`]),
  ...(wrap === 'wrap' || wrap === true ? ['flex-wrap'] : []),
]);

export const drawButtonRow = container('div', () => ['button-row']);

export const drawDivider: Draw = () => ({
  element: document.createElement('hr'),
  slot: null,
  update: () => undefined,
});

export const drawTabs: Draw = () => {
  const element = document.createElement('div');
  const bar = child(element, 'div', 'tab-bar');
  bar.setAttribute('role', 'tablist');
  const slot = child(element, 'div', 'tab-panels');
  let chosen = '';
  const show = (tabs: readonly Drawn[]): void => {
    const buttons = tabs.map(({ element: panel }) => {
      const { tabId = '', title = '' } = panel.dataset;
      panel.hidden = tabId !== chosen;
      return tabButton(title, tabId === chosen, () => {
        chosen = tabId;
        show(tabs);
      });
    });
    bar.replaceChildren(...buttons);
  };
  return {
    element,
    slot,
    update: ({ defaultSelected, selected }) => {
      chosen = textOf(selected) || chosen || textOf(defaultSelected);
    },
    arrange: (tabs) => {
      chosen ||= tabs[0]?.element.dataset['tabId'] ?? '';
      show(tabs);
    },
  };
};

function tabButton(title: string, isChosen: boolean, choose: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = title;
  button.setAttribute('role', 'tab');
  button.setAttribute('aria-selected', String(isChosen));
  button.addEventListener('click', choose);
  return button;
}

export const drawTab: Draw = () => {
  const element = document.createElement('section');
  element.setAttribute('role', 'tabpanel');
  return {
    element,
    slot: element,
    update: ({ tabId, title }) => {
      element.dataset['tabId'] = textOf(tabId);
      element.dataset['title'] = textOf(title);
    },
  };
};

export const drawTable: Draw = () => {
  const element = document.createElement('div');
  element.className = 'table-frame';
  const slot = child(element, 'table');
  return {
    element,
    slot,
    update: ({ density }) => slot.classList.toggle('condensed', density === 'condensed'),
  };
};

const alignment = ({ align }: Properties): readonly string[] =>
  align === undefined ? [] : [`align-${textOf(align)}`];

export const drawTableHead = container('thead', () => []);
export const drawTableBody = container('tbody', () => []);
export const drawTableRow = container('tr', () => []);
export const drawTableHeader = container('th', alignment);
export const drawTableCell = container('td', alignment);

export const drawStatistics = container('div', () => ['statistics']);

export const drawStatisticsItem: Draw = () => {
  const element = document.createElement('div');
  const label = child(element, 'div', 'statistics-label');
  const number = child(element, 'div', 'statistics-number');
  return {
    element,
    slot: child(element, 'div'),
    update: (properties) => {
      label.textContent = textOf(properties['label']);
      number.textContent = textOf(properties['number']);
    },
  };
};

export const drawDescriptionList = container('dl', ({ direction = 'column' }) => [
  `description-${textOf(direction)}`,
]);

export const drawDescriptionListItem: Draw = () => {
  const element = document.createElement('div');
  const label = child(element, 'dt');
  return {
    element,
    slot: child(element, 'dd'),
    update: (properties) => {
      label.textContent = textOf(properties['label']);
    },
  };
};
