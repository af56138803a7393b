// Components that people act with. A field shows what the extension says it holds; what a person enters is told, and stays
// only where the extension takes it.
import { child, type Draw, type Properties, tell, textOf } from './drawn.ts';

export const drawButton: Draw = () => {
  const element = document.createElement('button');
  let properties: Properties = {};
  element.addEventListener('click', () => tell(properties['onClick']));
  return {
    element,
    slot: element,
    update: (given) => {
      properties = given;
      element.type = given['type'] === 'submit' ? 'submit' : 'button';
      element.disabled = given['disabled'] === true;
      const size = textOf(given['size']) || 'md';
      element.className = `button button-${textOf(given['variant']) || 'secondary'} button-${size}`;
    },
  };
};

interface Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  /** Label, description and what else all fields have in common. */
  readonly dress: (properties: Properties) => void;
}

function fieldOf(input: Field['input']): Field {
  const element = document.createElement('label');
  element.className = 'field';
  const label = child(element, 'span', 'field-label');
  element.append(input);
  const description = child(element, 'span', 'field-description');
  return {
    element,
    input,
    dress: (properties) => {
      label.textContent = textOf(properties['label']);
      const mistake = properties['error'] === true ? textOf(properties['validationMessage']) : '';
      description.textContent = mistake || textOf(properties['description']);
      description.hidden = description.textContent === '';
      input.name = textOf(properties['name']);
      input.disabled = properties['readOnly'] === true;
    },
  };
}

export const drawSelect: Draw = () => {
  const { element, input, dress } = fieldOf(document.createElement('select'));
  let properties: Properties = {};
  const show = (): void => {
    const { value } = properties;
    if (value !== undefined) input.value = textOf(value);
  };
  input.addEventListener('change', () => {
    const { value } = input;
    show();
    tell(properties['onChange'], value);
  });
  return {
    element,
    slot: null,
    update: (given) => {
      properties = given;
      dress(given);
      input.replaceChildren(...optionsOf(given));
      show();
    },
  };
};

function optionsOf({ options, placeholder }: Properties): readonly HTMLOptionElement[] {
  const rows = Array.isArray(options) ? (options as readonly Properties[]) : []; // HubSpot's `{value, label}`
  const named = rows.map(({ value, label }) => new Option(textOf(label), textOf(value)));
  if (typeof placeholder !== 'string') return named;
  const none = new Option(placeholder, '');
  none.disabled = true;
  return [none, ...named];
}

export const drawInput: Draw = () => {
  const input = document.createElement('input');
  return writtenField(input, ({ type }) => {
    input.type = textOf(type) || 'text';
  });
};

export const drawTextArea: Draw = () => {
  const area = document.createElement('textarea');
  return writtenField(area, ({ rows }) => {
    area.rows = Number(rows) || 3;
  });
};

/** Tells a number, and none where nothing stands. */
export const drawNumberInput: Draw = () => {
  const input = document.createElement('input');
  const tellNumber = (listener: unknown): unknown =>
    typeof listener === 'function'
      ? (text: string) => tell(listener, text === '' ? undefined : Number(text))
      : undefined;
  const drawn = writtenField(input, ({ min, max }) => {
    input.type = 'number';
    input.min = textOf(min);
    input.max = textOf(max);
  });
  const update = (given: Properties): void =>
    drawn.update({
      ...given,
      onChange: tellNumber(given['onChange']),
      onInput: tellNumber(given['onInput']),
    });
  return { ...drawn, update };
};

/** `onInput` tells each letter; `onChange` what stands there when the field is left, as in HubSpot. */
function writtenField(
  field: HTMLInputElement | HTMLTextAreaElement,
  shape: (properties: Properties) => void,
): ReturnType<Draw> {
  const { element, input, dress } = fieldOf(field);
  let properties: Properties = {};
  input.addEventListener('input', () => tell(properties['onInput'], input.value));
  input.addEventListener('change', () => tell(properties['onChange'], input.value));
  return {
    element,
    slot: null,
    update: (given) => {
      // What a person is writing is not written over by the same value as before.
      const isNew = given['value'] !== properties['value'];
      properties = given;
      dress(given);
      shape(given);
      field.placeholder = textOf(given['placeholder']);
      if (isNew && input.value !== textOf(given['value'])) input.value = textOf(given['value']);
    },
  };
}

export const drawToggle: Draw = () => {
  const element = document.createElement('label');
  const input = document.createElement('input');
  input.type = 'checkbox';
  input.setAttribute('role', 'switch');
  element.append(input);
  const state = child(element, 'span', 'toggle-state');
  const label = child(element, 'span', 'toggle-label');
  let properties: Properties = {};
  const isOn = (): boolean => properties['checked'] === true;
  input.addEventListener('change', () => {
    const { checked } = input;
    input.checked = isOn();
    tell(properties['onChange'], checked);
  });
  return {
    element,
    slot: null,
    update: (given) => {
      properties = given;
      element.className = `toggle toggle-${textOf(given['labelDisplay']) || 'inline'}`;
      input.name = textOf(given['name']);
      input.checked = isOn();
      input.disabled = given['readonly'] === true || given['readOnly'] === true;
      state.textContent = textOf(given[isOn() ? 'textChecked' : 'textUnchecked']);
      label.textContent = textOf(given['label']);
    },
  };
};
