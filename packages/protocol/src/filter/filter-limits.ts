/** How much of a filter the parser reads. Lengths are in UTF-16 units. */
export const filterLimits = {
  /** Also bounds the values in lists: about 25,000. */
  length: 100_000,
  /** Parentheses and NOTs around a clause; the parser recurses this deep. */
  nesting: 100,
  /** Comparisons, lists and null tests. SQLite refuses expressions deeper than 1,000, and a chain of AND is as deep as it is long. */
  clauses: 500,
  orderByItems: 50,
  orderByLength: 1_000,
} as const
