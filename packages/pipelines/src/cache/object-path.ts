/** Mode of an object that is taken for what its name says. */
export const OBJECT_MODE = 0o444

const oidPattern = /^[0-9a-f]{32}(?:\.dir)?$/

/** Whether a text is the name of an object: an md5, for folders with `.dir`. */
export function isOid(text: string): boolean {
  return oidPattern.test(text)
}

/** Where an object lies in a store. */
export function objectPath(folder: string, oid: string): string {
  return `${folder}/${oid.slice(0, 2)}/${oid.slice(2)}`
}
