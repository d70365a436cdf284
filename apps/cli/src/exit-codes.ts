/** What `reprise` exits with, but for the verdicts of `reproduce`. A signal gives 128 + its number. */
export const exitCodes = {
  /** Everything was done. */
  ok: 0,
  /** It could not be done, or problems were found; stderr says what. */
  failed: 1,
  /** The command line was wrong; nothing was done. */
  usage: 2,
} as const
