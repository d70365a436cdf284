/**
 * Recorded cases that are not met. `not-a-repo`: a command that does not exist ends with 2, as everywhere in `reprise`. `push-targets`: the
 * list of a folder is not sent while files of it are lacking, since one that is in a remote promises them.
 */
export const waiting: readonly string[] = ['not-a-repo', 'push-targets']
