// What is made of HubSpot's three ways of saying what is wrong with a write, whole, cut or odd.
import { describe, expect, it } from 'vitest';
import { readFaults } from '#hubspot/faults.ts';

const embedded = [
  {
    isValid: false,
    message: '"XL" was not one of the allowed options',
    error: 'INVALID_OPTION',
    name: 'company_size',
  },
  {
    isValid: false,
    message: 'Property "accord_x" does not exist',
    error: 'PROPERTY_DOESNT_EXIST',
    name: 'accord_x',
  },
];
const message = `Property values were not valid: ${JSON.stringify(embedded)}`;

describe('the faults of a refused write', () => {
  it('are found in the list inside the message', () => {
    expect(readFaults({ category: 'VALIDATION_ERROR', message })).toEqual({
      code: 'PROPERTY_DOESNT_EXIST',
      properties: ['company_size', 'accord_x'],
      barredProperties: ['accord_x'],
      message: '"XL" was not one of the allowed options · Property "accord_x" does not exist',
    });
  });

  it.each([
    [2, 'PROPERTY_DOESNT_EXIST', ['company_size', 'accord_x']],
    [6, 'PROPERTY_DOESNT_EXIST', ['company_size']],
    [30, 'INVALID_OPTION', ['company_size']],
  ])('are found as far as they go when the last %i characters are cut off', (cut, code, properties) => {
    expect(readFaults({ message: message.slice(0, -cut) })).toMatchObject({ code, properties });
  });

  it('are empty, and do not throw, for a message cut right after its start', () => {
    expect(readFaults({ message: 'Property values were not valid: [{"isVal' })).toMatchObject({
      properties: [],
    });
  });

  it('are found in the errors beside the message', () => {
    const body = {
      message: 'Error validating',
      errors: [
        {
          message: 'lead_reason is required when stage is set',
          code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
          context: { propertyName: ['lead_reason'] },
        },
      ],
    };

    expect(readFaults(body)).toEqual({
      code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
      properties: ['lead_reason'],
      barredProperties: [],
      message: 'Error validating',
    });
  });

  it('name the association target that does not exist', () => {
    const body = {
      category: 'VALIDATION_ERROR',
      message: 'bad',
      context: { INVALID_OBJECT_IDS: ['CONTACT=1 is not valid'] },
    };

    expect(readFaults(body).code).toBe('INVALID_OBJECT_IDS');
  });

  it('count a read-only property as barred whatever its value', () => {
    const readOnly = [{ isValid: false, message: 'read only', error: 'READ_ONLY_VALUE', name: 'createdate' }];

    expect(
      readFaults({ message: `Property values were not valid: ${JSON.stringify(readOnly)}` }),
    ).toMatchObject({
      code: 'READ_ONLY_VALUE',
      barredProperties: ['createdate'],
    });
  });

  it('keep a long message short', () => {
    expect(readFaults({ message: 'x'.repeat(5_000) }).message).toHaveLength(500);
  });

  it.each([
    [null],
    ['text'],
    [[]],
    [{}],
    [{ message: 5, errors: 'x', context: [] }],
    [{ errors: [null, 1, 'x'] }],
  ])('are none in %j', (body) => {
    expect(readFaults(body)).toEqual({ code: null, properties: [], barredProperties: [], message: '' });
  });
});
