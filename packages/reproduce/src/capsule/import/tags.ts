/** Holds the digest of its capsule on a run that is not whole yet. */
export const BEGUN = 'reprise.capsule.begun'
/** Holds the digest of its capsule on a run that is whole. */
export const DIGEST = 'reprise.capsule.digest'
/** Names the original, by the id it has elsewhere. */
export const ORIGINAL = 'reprise.capsule.run'
