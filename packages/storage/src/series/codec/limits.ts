/** The most points one block may hold. A reader refuses more before it allocates for them. */
export const MAX_BLOCK_POINTS = 65_536

/** The most points one journal batch may hold. */
export const MAX_JOURNAL_POINTS = 1_048_576

/** The version of every structure here, its first byte. */
export const FORMAT_VERSION = 1
