import { RepriseError } from '@reprise/protocol'

const PROXIED = 'mlflow-artifacts:/'

/** Whether the artifacts of a run are in this server's store. */
export function isStoredHere(uri: string): boolean {
  return uri.startsWith(PROXIED)
}

/** The folder in the artifact store, without slashes around it. Throws INVALID_PARAMETER_VALUE for artifacts that are elsewhere: they are not ours to read. */
export function folderOf(uri: string): string {
  if (!isStoredHere(uri)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The artifacts of this run are at ${uri}, not in this server's store.`, {
      hint: 'Read them there.',
    })
  }
  return uri.slice(PROXIED.length).replace(/^\/+|\/+$/g, '')
}
