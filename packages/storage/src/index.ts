export type {
  CallContext,
  Change,
  ChangeKind,
  ChangePage,
  GarbageReport,
  GarbageRequest,
  Store,
  StoreStatistics,
  Unsubscribe,
  VerifyReport,
} from './store.ts'
