// Components that say something: texts, headings, lists, links, tags, alerts and the states of a page.
import { child, container, type Draw, type Properties, textOf } from './drawn.ts';

export const drawText = container('div', (properties) => [
  'text',
  ...(properties['variant'] === 'microcopy' ? ['microcopy'] : []),
  ...(properties['inline'] === true ? ['inline'] : []),
  ...formatOf(properties),
]);

function formatOf({ format }: Properties): readonly string[] {
  if (typeof format !== 'object' || format === null) return [];
  const { fontWeight, italic } = format as Properties; // HubSpot's TextFormat
  return [
    ...(fontWeight === undefined ? [] : [`weight-${textOf(fontWeight)}`]),
    ...(italic === true ? ['italic'] : []),
  ];
}

export const drawHeading = container('h3', () => ['heading']);

export const drawList = container('div', ({ variant = 'unordered' }) => ['list', `list-${textOf(variant)}`]);

export const drawLink: Draw = () => {
  const element = document.createElement('a');
  element.target = '_blank';
  element.rel = 'noopener';
  return {
    element,
    slot: element,
    update: ({ href }) => {
      element.href =
        typeof href === 'object' && href !== null && 'url' in href ? textOf(href.url) : textOf(href);
    },
  };
};

export const drawStatusTag = container('span', ({ variant = 'default' }) => [
  'status-tag',
  `status-${textOf(variant)}`,
]);

export const drawAlert: Draw = () => {
  const element = document.createElement('div');
  element.setAttribute('role', 'alert');
  const title = child(element, 'strong');
  return {
    element,
    slot: child(element, 'div'),
    update: (properties) => {
      element.className = `alert alert-${textOf(properties['variant']) || 'info'}`;
      title.textContent = textOf(properties['title']);
    },
  };
};

export const drawEmptyState: Draw = () => stateOf('empty-state');
export const drawErrorState: Draw = () => stateOf('error-state');

function stateOf(className: string): ReturnType<Draw> {
  const element = document.createElement('div');
  element.className = className;
  const title = child(element, 'h3', 'heading');
  return {
    element,
    slot: child(element, 'div', 'flex flex-column gap-small align-center'),
    update: (properties) => {
      title.textContent = textOf(properties['title']);
    },
  };
}

export const drawLoadingSpinner: Draw = () => {
  const element = document.createElement('div');
  element.className = 'spinner';
  element.setAttribute('role', 'status');
  child(element, 'i');
  const label = child(element, 'span');
  return {
    element,
    slot: null,
    update: (properties) => {
      element.classList.toggle('centered', properties['layout'] === 'centered');
      label.textContent = textOf(properties['label']);
      label.hidden = properties['showLabel'] !== true;
    },
  };
};
