export { addData, type AddedData, type AddOptions } from './add-data.ts'
export { locate } from './locate.ts'
export { openStages, showAt } from './open-stages.ts'
export { checkoutData, type CheckedOut, type CheckoutDataOptions } from './checkout-data.ts'
export { removeStages, type RemoveOptions } from './remove-stages.ts'
export { moveData, type MovedData } from './move-data.ts'
export { destroyProject } from './destroy-project.ts'
export { installHooks } from './install-hooks.ts'
export { type CommitChoice } from './choose-commits.ts'
export { findKeptObjects, type KeepOptions, type KeptObjects } from './keep-objects.ts'
export { byRemote, listUsedData, type UsedData } from './used-data.ts'
export { collectUsedData, type CollectOptions as CollectUsedOptions } from './collect-used.ts'
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
