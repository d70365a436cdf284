/**
 * Recorded cases that are not met. `not-a-repo`: a command that does not exist ends with 2, as everywhere in `reprise`. `outs-flags`: an object that goes
 * to two remotes is counted once. `push-targets`: the list of a folder is not sent while files of it are lacking.
 */
export const waiting: readonly string[] = ['not-a-repo', 'outs-flags', 'push-targets']
