// Whether properties run on all their cases. While mutants are tested they run on a few, and a test that counts what its
// cases have reached would say nothing.

export const isThorough = process.env['FEWER_CASES'] === undefined;
