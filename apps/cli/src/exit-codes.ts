/** What `reprise` exits with; 3 and 4 are kept for the verdicts of `reproduce`. */
export const exitCodes = {
  /** Everything was done. */
  ok: 0,
  /** It could not be done; stderr says why. */
  failed: 1,
  /** The command line was wrong; nothing was done. */
  usage: 2,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const
