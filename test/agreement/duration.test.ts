import { describe, expect, it } from 'vitest';
import { parseDuration, parseSpan } from '#agreement/duration.ts';

describe('a promised time', () => {
  it.each([
    ['8 working hours', 'workingHours', 8],
    ['1 working hour', 'workingHours', 1],
    ['1.5 working hours', 'workingHours', 1.5],
    ['  8   Working  Hours ', 'workingHours', 8],
    ['8 business hours', 'workingHours', 8],
    ['8 heures ouvrées', 'workingHours', 8],
    ['8 heures ouvrees', 'workingHours', 8],
    ['1,5 heures ouvrées', 'workingHours', 1.5],
    ['1 working day', 'workingDays', 1],
    ['10 working days', 'workingDays', 10],
    ['1 jour ouvré', 'workingDays', 1],
    ['2 jours ouvrés', 'workingDays', 2],
    ['24 elapsed hours', 'elapsedHours', 24],
    ['24 heures écoulées', 'elapsedHours', 24],
    ['2 elapsed days', 'elapsedHours', 48],
    ['2 jours écoulés', 'elapsedHours', 48],
  ])('reads %s', (text, unit, amount) => {
    expect(parseDuration(text)).toEqual({ duration: { unit, amount } });
  });

  it.each([
    ['24 h', '24 working hours'],
    ['24', '24 working hours'],
    ['24h', '24 working hours'],
    ['1 hour', '1 working hour'],
    ['24 heures', '24 heures ouvrées'],
    ['1 jour', '1 jour ouvré'],
    ['2 days', '2 working days'],
  ])('refuses %s, which does not say what kind of time it is', (text, suggestion) => {
    expect(parseDuration(text)).toEqual({ fault: { kind: 'bareDuration', suggestion } });
  });

  it.each([
    ['', 'badDuration'],
    ['soon', 'badDuration'],
    ['-8 working hours', 'badDuration'],
    ['8 working weeks', 'badDuration'],
    ['2 jours ouvrables', 'legalDays'],
    ['0 working hours', 'durationAmount'],
    ['1.5 working days', 'durationAmount'],
    ['0.333 working hours', 'durationAmount'],
    ['1001 working hours', 'durationTooLong'],
    ['131 working days', 'durationTooLong'],
    ['8 __proto__', 'badDuration'],
    ['8 constructor', 'badDuration'],
  ])('refuses %s as %s', (text, kind) => {
    expect(parseDuration(text)).toMatchObject({ fault: { kind } });
  });
});

describe('a span on the wall clock', () => {
  it.each([
    ['14 days', 336],
    ['1 day', 24],
    ['1.5 days', 36],
    ['36 hours', 36],
    ['36 heures', 36],
    ['14 jours', 336],
    ['14 elapsed days', 336],
    ['2 jours écoulés', 48],
    ['730 days', 17_520],
  ])('reads %s as %i hours', (text, hours) => {
    expect(parseSpan(text)).toEqual({ duration: hours });
  });

  it.each([
    ['14 working days', 'badDuration'],
    ['14', 'badDuration'],
    ['0 days', 'durationAmount'],
    ['0.3 days', 'durationAmount'],
    ['731 days', 'durationTooLong'],
  ])('refuses %s as %s', (text, kind) => {
    expect(parseSpan(text)).toMatchObject({ fault: { kind } });
  });
});
