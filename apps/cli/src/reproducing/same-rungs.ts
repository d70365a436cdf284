/** Rungs of results in which nothing of the original is other. */
export const same: ReadonlySet<string> = new Set(['identical', 'canonical', 'notJudged'])
