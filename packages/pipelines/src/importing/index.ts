export { choosePlace } from './choose-place.ts'
export { bringImport, importUrl, type ImportOptions, type ImportPlace, updateImports, type UpdateOptions } from './import-url.ts'
export {
  bringRepositoryImport,
  importFromRepository,
  type RepositoryImportOptions,
  updateRepositoryImport,
} from './import-from-repository.ts'
export { openSource, type SourceOptions, type SourceRepository } from './source-repository.ts'
export { findInSource, type SourceItem, takeFromSource, type TakeOptions } from './take-from-source.ts'
export { copyLocal, downloadFile, openOutsideSource, type OutsideSource } from './outside-source.ts'
export { downloadUrlData, findUrlData, type UrlData, type UrlFile } from './url-data.ts'
export { type ListedEntry, type ListOptions, listSource } from './list-source.ts'
export type { SendData } from './store-elsewhere.ts'
export { addFromElsewhere, type ElsewhereOptions } from './add-from-elsewhere.ts'
export { fetchImports, type FetchedImports } from './fetch-imports.ts'
