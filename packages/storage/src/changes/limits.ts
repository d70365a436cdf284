/** Lines of the live feed that are kept; a reader that is further behind starts afresh. */
export const CHANGES_KEPT = 100_000

/** News of one kind about one run are told at most this often. */
export const COALESCE_MILLISECONDS = 500
