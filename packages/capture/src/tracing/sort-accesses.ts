import type { Access, FileState } from './access.ts'

/** What the command did with one file. */
export interface FileUse {
  readonly path: string
  /** Read before it was written. */
  readonly isRead: boolean
  readonly isWritten: boolean
  /** Loaded as code. */
  readonly isModule: boolean
  /** Its size or time was asked for before it was written. */
  readonly isSeen: boolean
  /** A folder whose names were asked for. */
  readonly isListed: boolean
  readonly source: Access['source']
  /** As it was when it was read first; undefined where only the kernel told. */
  readonly state?: FileState
  /** Where the bytes are that were read, if the command changed them later. */
  readonly copy?: string
}

interface Findings {
  read?: Access
  write?: Access
  copy?: Access
  look?: Access
  list?: Access
  isModule: boolean
}

/** One use per file. Where the kernel told of a file, its order holds: it has seen all processes. */
export function sortAccesses(accesses: readonly Access[]): FileUse[] {
  const bySource = { HOOK: new Map<string, Findings>(), TRACE: new Map<string, Findings>() }
  for (const access of accesses) {
    const findings = bySource[access.source].get(access.path) ?? { isModule: false }
    bySource[access.source].set(access.path, findings)
    if (access.kind === 'module') findings.isModule = true
    else findings[access.kind] ??= access
  }
  const paths = new Set([...bySource.TRACE.keys(), ...bySource.HOOK.keys()])
  return Array.from(paths, (path) => toUse(path, bySource.TRACE.get(path), bySource.HOOK.get(path)))
}

function toUse(path: string, traced: Findings | undefined, hooked: Findings | undefined): FileUse {
  const { read, write } = traced ?? hooked ?? {}
  const state = hooked?.read?.state
  const copy = hooked?.copy?.copy
  const look = traced?.look ?? hooked?.look
  return {
    path,
    isRead: read !== undefined && (write === undefined || read.order <= write.order),
    isWritten: write !== undefined,
    isModule: traced?.isModule === true || hooked?.isModule === true,
    isSeen: look !== undefined && (write === undefined || look.order <= write.order),
    isListed: (traced?.list ?? hooked?.list) !== undefined,
    source: traced === undefined ? 'HOOK' : 'TRACE',
    ...(state === undefined ? {} : { state }),
    ...(copy === undefined ? {} : { copy }),
  }
}
