/** What `reprise` exits with; 3 and 4 are kept for the verdicts of `reproduce`. A signal gives 128 + its number. */
export const exitCodes = {
  /** Everything was done. */
  ok: 0,
  /** It could not be done, or problems were found; stderr says what. */
  failed: 1,
  /** The command line was wrong; nothing was done. */
  usage: 2,
} as const

/** For the reference: every code and what it means. */
export const exitCodeTable: readonly (readonly [code: number, meaning: string])[] = [
  [exitCodes.ok, 'Everything was done. A server or demo that was stopped by Ctrl-C or SIGTERM ends with this, too.'],
  [exitCodes.failed, 'It could not be done, or problems were found (`doctor`, `store fsck`); one line on stderr says what and what to do.'],
  [exitCodes.usage, 'The command line was wrong; nothing was done.'],
  [130, 'Ended by Ctrl-C before it was done (129 and 143: by SIGHUP and SIGTERM).'],
]
