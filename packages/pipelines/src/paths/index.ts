export { decodeText } from './decode-text.ts'
export { decodeName, joinPath, relativeBelow, reservedFolderOf, staysBelow, toAbsolute, toFsPath } from './fs-path.ts'
export { toFileError } from './file-error.ts'
export { replaceFile } from './replace-file.ts'
