// One interface per table; the column names are the SQL's.
// biome-ignore lint/suspicious/noEmptyInterface: filled with the schema
export interface Tables {}
