// Lists by name, and what a contact's cell says of them.
import { describe, expect, it } from 'vitest';
import { isMember, listKey, listsToldBy, writeListCell } from '#domain/contact-lists.ts';

describe('the cell of lists', () => {
  const cell = writeListCell(['partners', 'competitors', 'partners'], new Set(['partners', 'others']));

  it('says of each list that was asked about whether the contact is in it, always in one order', () => {
    expect(cell).toBe('-competitors\n+partners');
    expect(writeListCell(['competitors', 'partners'], new Set(['partners']))).toBe(cell);
    expect(listsToldBy(cell)).toEqual(['competitors', 'partners']);
  });

  it('says nothing of others', () => {
    expect(['partners', 'competitors', 'others', ''].map((key) => isMember(cell, key))).toEqual([
      true,
      false,
      null,
      null,
    ]);
    expect([isMember('', 'partners'), listsToldBy('')]).toEqual([null, []]);
  });

  it('takes names for themselves, whatever stands in them', () => {
    const odd = ['+plus', '-minus', 'a;b', '", "'];
    const told = writeListCell(odd, new Set(odd));
    expect(odd.map((key) => isMember(told, key))).toEqual([true, true, true, true]);
    expect(isMember(told, 'plus')).toBeNull();
  });
});

it('a list is the same one however its name is written', () => {
  expect([' Key Accounts ', 'key\n accounts', 'KEY ACCOUNTS'].map(listKey)).toEqual([
    'key accounts',
    'key accounts',
    'key accounts',
  ]);
});
