export { type FileToLink, versionText } from './link-files.ts'
export { DEFAULT_LINKS, type LinkType, linkTypes, parseLinkTypes } from './link-type.ts'
export { unprotectFile } from './unprotect.ts'
