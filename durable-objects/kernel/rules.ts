/**
 * Limits an actor to some of the records: `{ field: 'journal', allow: ['SAL'] }`. Which fields there are, each module says;
 * it compiles the rules into the SQL of its lists, reports and exports, and checks them on what is written.
 */
export type RecordRule =
  /** The value is one of these; a value that ends in `*` means every value that begins so. */
  | { field: string; allow: readonly string[] }
  | { field: string; deny: readonly string[] }
  /** The record is the actor's own. */
  | { field: string; own: true }
  /** An amount in company currency, as a decimal string. */
  | { field: string; max: string }
