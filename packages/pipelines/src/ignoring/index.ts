export { DvcIgnore, type FolderIgnore, type IgnoreCheck, type ListedFolder } from './dvc-ignore.ts'
export { changeRule, type Pattern } from './change-rule.ts'
export { IGNORE_FILE, parsePatterns } from './read-patterns.ts'
export { PatternList } from './pattern-list.ts'
