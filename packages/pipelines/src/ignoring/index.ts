export { DvcIgnore, type FolderIgnore, type IgnoreCheck, type ListedFolder } from './dvc-ignore.ts'
export { IGNORE_FILE } from './read-patterns.ts'
